internal import Model
internal import Posix

/// What attempts were asked to change while they run, and what of it is in force; with the files that tell them.
///
/// - Cost: nothing for an attempt whose width is fixed and that is never asked.
struct Adjustments {
    /// What an attempt's processes can be brought to.
    enum Reach {
        /// To stop, and to run on other processors.
        case bound
        /// To stop; they are held to no processors.
        case unbound
        /// To nothing: some run on other machines, or below a daemon that is not ours.
        case elsewhere
    }

    /// What the launcher is to do now.
    struct Move: Hashable {
        /// Empty: they stay as they are.
        var processors: [Int]
        var isPaused: Bool
    }

    /// What is to be answered at once, or done.
    enum Step {
        case nothing
        case move(Move)
        case answer(errorNumber: Int)
    }

    private struct Told {
        var width: Cores
        var processors: [Int]
    }

    private struct Standing {
        var asked: Adjustment
        var placed: PlacedNodes
        /// None: not answered yet; 0: in force.
        var errorNumber: Int?
        var isPaused = false
    }

    private var files: WidthFiles
    /// What differs from `bound`.
    private var reaches: [AttemptIdentifier: Reach] = [:]
    /// What the files of attempts whose width may change say that is in force.
    private var told: [AttemptIdentifier: Told] = [:]
    private var standings: [AttemptIdentifier: Standing] = [:]

    /// - Parameter folder: the run's.
    init(folder: String) { files = WidthFiles(in: folder) }

    /// Notes an attempt before it starts. Answers its width file, for one whose width may change.
    mutating func begin(
        _ attempt: AttemptIdentifier, _ job: Job, _ placed: PlacedNodes, _ reach: Reach
    ) throws(SystemFailure) -> String? {
        if reach != .bound { reaches[attempt] = reach }
        let isRange = job.request.cores.lowerBound < job.request.cores.upperBound
        guard isRange || job.request.isMalleable else { return nil }
        let processors = reach == .unbound ? [] : placed.processors
        try files.write(placed.width, processors, of: attempt)
        told[attempt] = Told(width: placed.width, processors: processors)
        return files.path(of: attempt)
    }

    /// Takes an order; it may be an old one, said again.
    mutating func ask(_ attempt: AttemptIdentifier, _ adjustment: Adjustment, _ placed: PlacedNodes) -> Step {
        let before = standings[attempt]
        if let before, before.asked.number >= adjustment.number {
            guard before.asked.number == adjustment.number, let errorNumber = before.errorNumber else {
                return .nothing
            }
            return .answer(errorNumber: errorNumber)
        }
        let reach = reaches[attempt] ?? .bound
        let wasPaused = before?.isPaused ?? false
        standings[attempt] = Standing(asked: adjustment, placed: placed, isPaused: wasPaused)
        // 95: EOPNOTSUPP.
        if reach == .elsewhere { return fail(attempt, errorNumber: 95) }
        let processors = reach == .bound && !adjustment.isPaused ? placed.processors : []
        // A program learns of cores before it has them, and of those it loses after that; one that stands still, before
        // it goes on.
        if let told = told[attempt], !adjustment.isPaused, wasPaused || placed.width >= told.width {
            do throws(SystemFailure) { try files.write(placed.width, processors, of: attempt) } catch {
                return fail(attempt, errorNumber: Int(error.errorNumber))
            }
        }
        return .move(Move(processors: processors, isPaused: adjustment.isPaused))
    }

    /// Takes the launcher's answer. Answers whether it is one to the last order, which alone is told on.
    mutating func take(_ attempt: AttemptIdentifier, number: Int, errorNumber: Int) -> Bool {
        guard let standing = standings[attempt], standing.asked.number == number, standing.errorNumber == nil else {
            return false
        }
        standings[attempt]?.errorNumber = errorNumber
        if errorNumber == 0 { standings[attempt]?.isPaused = standing.asked.isPaused }
        // One that is paused is told when it goes on.
        guard let before = told[attempt], errorNumber != 0 || !standing.asked.isPaused else { return true }
        var now = before
        if errorNumber == 0 {
            let processors = reaches[attempt] == .unbound ? [] : standing.placed.processors
            now = Told(width: standing.placed.width, processors: processors)
        }
        told[attempt] = now
        // In force it is, also when the disk has no room left to say so: then the file says what was.
        try? files.write(now.width, now.processors, of: attempt)
        return true
    }

    /// Adds to the file of an attempt that is about to be paused that it should save.
    mutating func askToSave(_ attempt: AttemptIdentifier) throws(SystemFailure) {
        guard let told = told[attempt] else { return }
        try files.write(told.width, told.processors, isToSave: true, of: attempt)
    }

    private mutating func fail(_ attempt: AttemptIdentifier, errorNumber: Int) -> Step {
        standings[attempt]?.errorNumber = errorNumber
        return .answer(errorNumber: errorNumber)
    }

    /// Forgets an attempt that has ended.
    mutating func end(_ attempt: AttemptIdentifier) {
        if !reaches.isEmpty { reaches[attempt] = nil }
        if !standings.isEmpty { standings[attempt] = nil }
        if !told.isEmpty, told.removeValue(forKey: attempt) != nil { files.remove(of: attempt) }
    }
}
