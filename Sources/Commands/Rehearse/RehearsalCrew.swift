internal import Model
internal import Posix
internal import Rehearsal
internal import Synchronization

/// Plays a workload under several policies, as many at a time as there are cores: none knows of the others.
final class RehearsalCrew: Sendable {
    /// What a policy came to.
    struct Rehearsed: Sendable {
        var name: String
        var score: Score
        /// None: nobody asked for it.
        var played: [PlayedTask]?
        var course: Course?
    }

    private struct State {
        var next = 0
        var ended: [Int]
        var rehearsed: [Rehearsed?]
    }

    private let policies: [RehearseOptions.NamedPolicy]
    private let arrivals: [WorkloadRehearsal.Arrival]
    private let changes: [WorkloadRehearsal.Change]
    private let nodes: [Node]
    private let keepsPlayed: Bool
    private let keepsCourse: Bool
    private let state: Mutex<State>

    // 200: some ten milliseconds' work between two looks at the clock.
    private static let plansAtOnce = 200

    init(_ workload: RehearsedWorkload, on nodes: [Node], _ options: RehearseOptions) {
        policies = options.policies
        arrivals = workload.arrivals
        changes = workload.changes
        self.nodes = nodes
        keepsPlayed = options.schedulePath != nil
        keepsCourse = options.htmlPath != nil
        let none = [Rehearsed?](repeating: nil, count: options.policies.count)
        state = Mutex(State(ended: none.map { _ in 0 }, rehearsed: none))
    }

    /// - Parameters:
    ///   - threads: how many play at once, the caller's own among them.
    ///   - show: told of all that has ended so far, by the caller's thread alone.
    func play(threads: Int, _ show: (Int) -> Void) throws(SystemFailure) -> [Rehearsed] {
        var others: [Posix.Thread] = []
        defer { for thread in others { thread.join() } }
        for _ in 1..<max(1, min(threads, policies.count)) {
            others.append(try Thread.start { self.work { _ in } })
        }
        work(show)
        while let thread = others.popLast() { thread.join() }
        return state.withLock { $0.rehearsed.compactMap(\.self) }
    }

    private func work(_ show: (Int) -> Void) {
        while let number = take() {
            let named = policies[number]
            var rehearsal: WorkloadRehearsal
            do throws(Refusal) {
                rehearsal = try WorkloadRehearsal(arrivals, changes, on: nodes, policy: named.policy)
            } catch {
                preconditionFailure("nodes that were checked join: \(error)")
            }
            var isOver = false
            while !isOver {
                isOver = rehearsal.play(atMost: Self.plansAtOnce)
                let count = rehearsal.endedCount
                show(
                    state.withLock { state in
                        state.ended[number] = count
                        return state.ended.reduce(0, +)
                    })
            }
            let rehearsed = Rehearsed(
                name: named.name, score: rehearsal.score, played: keepsPlayed ? rehearsal.played : nil,
                course: keepsCourse ? rehearsal.course : nil)
            state.withLock { $0.rehearsed[number] = rehearsed }
        }
    }

    private func take() -> Int? {
        state.withLock { state in
            guard state.next < policies.count else { return nil }
            state.next += 1
            return state.next - 1
        }
    }
}
