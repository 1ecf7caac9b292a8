internal import Dialects
internal import Model

/// Tells the log what became true, before the next observer hears of it; and somebody that the loop lives.
final class LoggedRecord: RunObserver {
    private let next: any RunObserver
    private let write: @Sendable (ServiceNote) -> Void
    private let removed: () -> Void
    private let beat: () -> Void
    private var names: [NodeIdentifier: String]
    private var wasTroubled = false

    /// - Parameter nodes: those the record has already.
    /// - Parameter removed: called when jobs were removed.
    /// - Parameter beat: called while the loop goes on, at least every five seconds.
    init(
        _ next: any RunObserver, nodes: [Node], note: @escaping @Sendable (ServiceNote) -> Void,
        removed: @escaping () -> Void, beat: @escaping () -> Void
    ) {
        self.removed = removed
        self.next = next
        write = note
        self.beat = beat
        names = Dictionary(nodes.map { ($0.identifier, $0.name) }) { _, later in later }
    }

    var followsOutput: Bool { false }

    func recorded(_ facts: [Fact], at now: Instant) {
        if wasTroubled, !facts.isEmpty {
            wasTroubled = false
            note(.info, "the record is written again")
        }
        for fact in facts { tell(fact) }
        next.recorded(facts, at: now)
    }

    func tick(_ progress: RunProgress, at now: Instant) {
        beat()
        next.tick(progress, at: now)
    }

    func printed(_ bytes: [UInt8], _ stream: OutputStreamName, by attempt: AttemptIdentifier) {}

    func troubled(_ sentence: String) {
        wasTroubled = true
        note(.warning, sentence.last == "." ? String(sentence.dropLast()) : sentence)
        next.troubled(sentence)
    }

    private func tell(_ fact: Fact) {
        switch fact {
        case .nodeJoined(let node, _):
            names[node.identifier] = node.name
            let place = node.allocation.isEmpty ? "" : ", \(node.allocation)"
            note(.info, "executor \(node.name) joined with \(Wording.count(node.cores.count, "core"))\(place)")
        case .nodeLost(let node, _): note(.info, "executor \(names.removeValue(forKey: node) ?? "?") is gone")
        case .nodeSilent(let node, _): note(.warning, "executor \(name(node)) is not heard")
        case .nodeHeard(let node, _): note(.info, "executor \(name(node)) is heard")
        case .nodeDraining(let node, _): note(.info, "executor \(name(node)) takes nothing new")
        case .nodeAvailable(let node, _): note(.info, "executor \(name(node)) takes work again")
        case .coresKeptByOthers(let node, let positions, _):
            // Whoever works beside it may come and go every few seconds.
            note(.debug, "others keep \(Wording.count(positions.count, "core")) of executor \(name(node)) busy")
        case .jobsSubmitted(let first, let jobs, _, _):
            let which = jobs.count == 1 ? "\"\(jobs[0].name)\"" : Wording.count(jobs.count, "job")
            note(.info, "\(which) submitted, from number \(first.number) on")
        case .jobsPaused(let jobs, _): note(.info, "\(numbers(jobs)) paused")
        case .jobsFrozen(let jobs, _): note(.info, "\(numbers(jobs)) paused, with what runs of them")
        case .jobsUnpaused(let jobs, _): note(.info, "\(numbers(jobs)) unpaused")
        case .jobsRemoved(let jobs, _):
            note(.info, "\(numbers(jobs)) removed")
            removed()
        case .jobChanged(let job, _, _): note(.info, "\(numbers([job])) changed")
        case .retryRequested(let job, _): note(.info, "\(numbers([job])) retried")
        case .tasksRetried(let range, _):
            note(.info, "\(Wording.count(range.iterations.count, "task")) of \(numbers([range.job])) retried")
        case .tasksCancelled(let range, _):
            note(.info, "\(Wording.count(range.iterations.count, "task")) of \(numbers([range.job])) cancelled")
        default: break
        }
    }

    private func note(_ level: LogLevel, _ sentence: String) { write(ServiceNote(level, sentence)) }

    private func name(_ node: NodeIdentifier) -> String { names[node] ?? "?" }

    private func numbers(_ jobs: [JobIdentifier]) -> String {
        // 5: who wants all of them reads the record.
        let shown = jobs.prefix(5).map { "\($0.number)" }.joined(separator: ", ")
        return "\(jobs.count == 1 ? "job" : "jobs") \(shown)\(jobs.count > 5 ? " and \(jobs.count - 5) more" : "")"
    }
}
