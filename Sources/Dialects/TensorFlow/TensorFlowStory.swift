package import Model

/// What became of one container: when it was asked for, how wide it ran when, and how it ended.
package struct TensorFlowStory: Sendable, Hashable {
    package var request: TensorFlowRequest
    /// Which request of the execution it was, from 0.
    package var number: Int
    package var requestedAt: Instant
    /// How wide it started, in threads.
    package fileprivate(set) var granted: Int?
    package fileprivate(set) var startedAt: Instant?
    package fileprivate(set) var finishedAt: Instant?
    package fileprivate(set) var state = State.waiting
    package fileprivate(set) var stretches: [Stretch] = []
    package fileprivate(set) var reassignments: [Change] = []
    package fileprivate(set) var updates: [Update] = []
    package fileprivate(set) var pauses: [Pause] = []
    /// When it was asked for again, after it had been lost.
    package fileprivate(set) var restarts: [Instant] = []
    /// What it told of itself; empty: nothing.
    package var epochs: [TensorFlowEpoch] = []
    private var width = 0

    package enum State: String, Sendable, Hashable {
        case waiting, start, pause, update, finish, failed
    }

    /// A time in which it ran with one width.
    package struct Stretch: Sendable, Hashable {
        package var from: Instant
        /// None: it still runs so.
        package var until: Instant?
        package var cores: Int
    }

    package struct Change: Sendable, Hashable {
        package var at: Instant
        package var cores: Int
    }

    package struct Update: Sendable, Hashable {
        package var number: Int
        package var requestedAt: Instant
        package var threads: Int
        /// When it had another width for the first time since; none: never.
        package var attended: Change?
    }

    package struct Pause: Sendable, Hashable {
        package var from: Instant
        package var until: Instant?
    }

    package init(_ request: TensorFlowRequest, number: Int, requestedAt: Instant) {
        self.request = request
        self.number = number
        self.requestedAt = requestedAt
    }

    package var hasSucceeded: Bool { state == .finish }

    /// Who has as much already is served at once.
    ///
    /// - Parameter mostCores: the widest that it may become, whatever it asks.
    mutating func ask(_ update: Update, mostCores: Int) {
        updates.append(update)
        if state == .start || state == .update, width == min(update.threads, mostCores) {
            attend(at: update.requestedAt)
        }
    }

    mutating func start(at: Instant, cores: Int) {
        if startedAt == nil {
            startedAt = at
            granted = cores
            attend(at: at, cores: cores)
        }
        finishedAt = nil
        state = .start
        run(with: cores, from: at)
    }

    mutating func pause(at: Instant) {
        close(at: at)
        pauses.append(Pause(from: at))
        state = .pause
    }

    /// Goes on after a pause, or changes its width.
    mutating func adjust(to cores: Int, at: Instant) {
        close(at: at)
        if state == .pause { pauses[pauses.count - 1].until = at }
        state = .update
        if cores != width {
            if updates.contains(where: { $0.attended == nil }) {
                attend(at: at, cores: cores)
            } else {
                reassignments.append(Change(at: at, cores: cores))
            }
        }
        run(with: cores, from: at)
    }

    mutating func end(at: Instant, as outcome: Outcome) {
        close(at: at)
        if state == .pause { pauses[pauses.count - 1].until = at }
        finishedAt = at
        state = outcome == .succeeded ? .finish : .failed
    }

    mutating func restart(at: Instant) {
        restarts.append(at)
        state = .waiting
    }

    private mutating func run(with cores: Int, from: Instant) {
        width = cores
        stretches.append(Stretch(from: from, cores: cores))
    }

    private mutating func close(at: Instant) {
        guard let last = stretches.indices.last, stretches[last].until == nil else { return }
        stretches[last].until = at
    }

    private mutating func attend(at: Instant, cores: Int? = nil) {
        let change = Change(at: at, cores: cores ?? width)
        for position in updates.indices where updates[position].attended == nil {
            updates[position].attended = change
        }
    }
}

extension TensorFlowStory {
    /// From the request to the first start.
    package var timeToFirstRun: Duration? { startedAt.map { $0 - requestedAt } }

    /// From the first start to the end.
    package var totalTime: Duration? {
        guard let startedAt, let finishedAt else { return nil }
        return finishedAt - startedAt
    }

    /// In which it really ran.
    package var serviceTime: Duration {
        stretches.reduce(.zero) { sum, stretch in sum + ((stretch.until ?? stretch.from) - stretch.from) }
    }

    /// Before it started, while it was paused, and until it was started again.
    package var waitingTime: Duration? { turnaround.map { $0 - serviceTime } }

    /// From the request to the end.
    package var turnaround: Duration? { finishedAt.map { $0 - requestedAt } }

    /// Cores times the time it had them.
    package var coreTime: Duration {
        stretches.reduce(.zero) { sum, stretch in
            let time = (stretch.until ?? stretch.from) - stretch.from
            return sum + Duration(nanoseconds: time.nanoseconds * Int64(stretch.cores))
        }
    }
}
