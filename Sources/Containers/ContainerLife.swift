internal import Model
internal import Posix
internal import Synchronization

/// The thread on which a container is made, followed to its end and removed; the end may be asked for from another.
final class ContainerLife: Sendable {
    private let errand: ContainerErrand
    private let state = Mutex(State())

    private struct State {
        var report = ContainerReport.none
        /// The engine's own, once it was made.
        var identifier = ""
        /// It was made and has not ended; so it can be told to end.
        var isThere = false
        /// Somebody wants its end.
        var isUnwanted = false
        /// It may be there, and could not be removed.
        var isLeft = false
        /// A signal for which the engine was away.
        var undelivered: String?
    }

    init(_ errand: ContainerErrand) { self.errand = errand }

    var report: ContainerReport { state.withLock { $0.report } }

    func run() {
        do throws(EngineFailure) {
            let engine = try Engine(socket: errand.engine)
            try run(engine)
        } catch {
            say("\(error)")
            finish(ContainerReport(outcome: .startFailed(failure(error))))
        }
    }

    /// Sends a signal; one that is paused goes on, since it would not hear it.
    func end(with signal: String) {
        let isThere = state.withLock { state in
            state.isUnwanted = true
            return state.isThere
        }
        guard isThere, let engine = try? Engine(socket: errand.engine) else { return }
        deliver(signal, engine)
    }

    private func deliver(_ signal: String, _ engine: borrowing Engine) {
        try? engine.unpause(identifier)
        do throws(EngineFailure) { try engine.signal(identifier, signal) } catch {
            if error.mayPass { return state.withLock { $0.undelivered = signal } }
            if !error.isMissing, !error.isConflict { say("\(error)") }
        }
    }

    private func run(_ engine: borrowing Engine) throws(EngineFailure) {
        guard try begin(engine) else {
            remove(engine)
            return finish(ContainerReport(outcome: .lost))
        }
        let isUnwanted = state.withLock { state in
            state.isThere = true
            return state.isUnwanted
        }
        // Nobody told it, since it was not there.
        if isUnwanted { deliver("SIGKILL", engine) }
        let watch = UsageWatch(of: identifier, at: errand.engine)
        var printed = Printed()
        let end = follow(engine, &printed)
        let usage = watch.end()
        state.withLock { $0.isThere = false }
        remove(engine)
        finish(ContainerReport(outcome: end, usage: usage))
    }

    /// Makes it and starts it; when that fails, nothing is left of it.
    ///
    /// - Returns: whether it is known to have begun.
    private func begin(_ engine: borrowing Engine) throws(EngineFailure) -> Bool {
        try persist { _ throws(EngineFailure) in
            do throws(EngineFailure) {
                let made = try make(engine)
                state.withLock { $0.identifier = made }
            } catch {
                state.withLock { $0.isLeft = error.mayPass }
                throw error
            }
        }
        var isKnown = true
        do throws(EngineFailure) {
            try persist { isAgain throws(EngineFailure) in
                guard isAgain else { return try engine.start(identifier) }
                // It may have run without the engine's knowing, and nothing is run twice.
                isKnown = try engine.inspect(identifier).hasBegun
            }
        } catch {
            remove(engine)
            throw error
        }
        return isKnown
    }

    /// - Returns: its identifier.
    private func make(_ engine: borrowing Engine) throws(EngineFailure) -> String {
        var failure: EngineFailure?
        let takesGPUsByCDI = try takesGPUsByCDI(engine)
        for var order in errand.orders {
            order.takesGPUsByCDI = takesGPUsByCDI
            do throws(EngineFailure) { return try engine.make(order) } catch {
                guard error.isConflict else { throw error }
                failure = error
            }
            // Made already, when the answer was lost; else somebody else has the name.
            do throws(EngineFailure) {
                let other = try engine.inspect(order.name)
                if other.labels[ContainerErrand.markLabel] == errand.mark { return other.identifier }
            } catch {
                guard error.isMissing else { throw error }
            }
        }
        throw failure ?? .unexpected(call: "make a container", problem: "no name to make one by")
    }

    private func takesGPUsByCDI(_ engine: borrowing Engine) throws(EngineFailure) -> Bool {
        if errand.order.gpus.isEmpty { return false }
        return switch errand.gpuRequest {
        case .automatic: try engine.describesGPUs()
        case .cdi: true
        case .engine: false
        }
    }

    private var identifier: String { state.withLock { $0.identifier } }

    private func remove(_ engine: borrowing Engine) {
        do throws(EngineFailure) {
            try persist { _ throws(EngineFailure) in try engine.remove(identifier) }
            state.withLock { $0.isLeft = false }
        } catch {
            let isLeft = !error.isMissing
            state.withLock { $0.isLeft = isLeft }
        }
    }

    /// Asks until the engine answers, as long as one takes to start anew, or until somebody wants the end.
    private func persist(_ ask: (_ isAgain: Bool) throws(EngineFailure) -> Void) throws(EngineFailure) {
        for number in 0..<Self.mostTries {
            do throws(EngineFailure) { return try ask(number > 0) } catch {
                let isUnwanted = state.withLock { $0.isUnwanted }
                guard error.mayPass, !isUnwanted, number + 1 < Self.mostTries else { throw error }
            }
            _ = try? Readiness.wait(for: [], nanoseconds: Self.pause)
        }
    }

    /// Prints what it prints until it has ended, over an engine's restart too.
    private func follow(_ engine: borrowing Engine, _ printed: inout Printed) -> Outcome {
        let name = identifier
        var tries = 0
        while true {
            do throws(EngineFailure) {
                printed.begin()
                try engine.follow(name) { stream, bytes in
                    tries = 0
                    printed.take(stream, bytes)
                }
                let state = try engine.inspect(name)
                guard state.isRunning else {
                    return ContainerReport.outcome(exitCode: state.exitCode, ranOutOfMemory: state.ranOutOfMemory)
                }
                // An engine that failed while it began says that it runs, and knows no process of it.
                if state.process == 0 { return .lost }
                if let signal = self.state.withLock({ $0.undelivered.take() }) { deliver(signal, engine) }
            } catch {
                // Removed by somebody, or the engine does not come back: nobody can say how it ended.
                guard error.mayPass, tries < Self.mostTries else {
                    say("\(error)")
                    return .lost
                }
            }
            tries += 1
            _ = try? Readiness.wait(for: [], nanoseconds: Self.pause)
        }
    }

    // Together a minute, longer than an engine takes to start anew.
    private static let mostTries = 300
    private static let pause: Int64 = 200_000_000

    private func finish(_ report: ContainerReport) {
        state.withLock { state in
            state.report = report
            state.report.isLeft = state.isLeft
        }
    }

    private func failure(_ failure: EngineFailure) -> StartFailure {
        StartFailure(step: .container, errorNumber: failure.errorNumber, path: errand.order.container.image)
    }

    private func say(_ text: String) { try? FileDescriptor.standardError.writeAll("rota: \(text)\n") }
}

/// What was printed already, so that who follows once more prints only the rest.
private struct Printed {
    private var counts: [Engine.Stream: Int] = [:]
    private var seen: [Engine.Stream: Int] = [:]

    mutating func begin() { seen.removeAll() }

    mutating func take(_ stream: Engine.Stream, _ bytes: ArraySlice<UInt8>) {
        let before = counts[stream, default: 0] - seen[stream, default: 0]
        seen[stream, default: 0] += bytes.count
        guard before < bytes.count else { return }
        let new = bytes.dropFirst(max(0, before))
        counts[stream, default: 0] += new.count
        let target = stream == .output ? FileDescriptor.standardOutput : .standardError
        try? target.writeAll(Array(new))
    }
}
