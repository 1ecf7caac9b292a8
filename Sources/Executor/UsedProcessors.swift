internal import Model

/// Which processors attempts may have used since somebody last asked; kept where cores are shared with others.
struct UsedProcessors {
    private struct Holding {
        var processors: [Int]
        /// What it was asked to change to, until that is answered.
        var asked: [Int]?
    }

    private var holdings: [AttemptIdentifier: Holding] = [:]
    /// Attempts that run wherever the kernel puts them, or that somebody else starts.
    private var loose: Set<AttemptIdentifier> = []
    private var used: Set<Int> = []
    private var hadLoose = false

    /// - Parameter isHeld: whether it is held to its processors.
    mutating func begin(_ attempt: AttemptIdentifier, _ processors: [Int], isHeld: Bool) {
        used.formUnion(processors)
        holdings[attempt] = Holding(processors: processors)
        guard !isHeld else { return }
        loose.insert(attempt)
        hadLoose = true
    }

    /// From the question to its answer, what it has and what it is to have both count.
    mutating func ask(_ attempt: AttemptIdentifier, _ processors: [Int]) {
        guard var holding = holdings[attempt] else { return }
        used.formUnion(processors)
        holding.processors += holding.asked ?? []
        holding.asked = processors
        holdings[attempt] = holding
    }

    mutating func answer(_ attempt: AttemptIdentifier, isDone: Bool) {
        guard let asked = holdings[attempt]?.asked else { return }
        holdings[attempt] = Holding(processors: isDone ? asked : (holdings[attempt]?.processors ?? []))
    }

    mutating func end(_ attempt: AttemptIdentifier) {
        holdings[attempt] = nil
        loose.remove(attempt)
    }

    /// None: any of them, since something was not held to its own.
    mutating func take() -> Set<Int>? {
        defer {
            used = []
            for holding in holdings.values {
                used.formUnion(holding.processors)
                used.formUnion(holding.asked ?? [])
            }
            hadLoose = !loose.isEmpty
        }
        return hadLoose ? nil : used
    }
}
