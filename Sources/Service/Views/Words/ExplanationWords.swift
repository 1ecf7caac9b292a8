internal import Dialects
internal import Model

/// The planner's explanation, in sentences.
enum ExplanationWords {
    /// The sentences, and the moment in them when there is one.
    static func sentences(
        _ explanation: Explanation, of task: TaskIdentifier, in history: History, isGoing: Bool, at now: Instant
    ) -> (sentences: [String], moment: Instant?) {
        guard isGoing else {
            return (["The run was stopped before it was done. Go on with `rota run --resume`."], nil)
        }
        switch explanation {
        case .unknown: return (["The record does not say."], nil)
        case .ended(let state): return (["It has \(state)."], nil)
        case .running(_, let since): return (["It runs since \(Dates.text(since)), for \(now - since)."], since)
        case .paused(_, let since, let other):
            let reason = other.map { " to make room for \(Phrases.task($0, in: history))" } ?? ""
            return (["It is paused since \(Dates.text(since))\(reason), and goes on when there is room again."], since)
        case .frozen(_, let since):
            return (["It is paused since \(Dates.text(since)) with its job, until that is unpaused."], since)
        case .handedOver(_, let behind):
            let place = "\(Wording.count(behind, "task")) before it on the same cores."
            return (
                [
                    behind == 0
                        ? "It was handed over and starts, or runs already." : "It was handed over; \(place)"
                ], nil
            )
        case .waitsForDate(let date): return (["It waits until \(Dates.text(date))."], date)
        case .waitsForDependencies(let dependencies):
            return (dependencies.map { "It waits for \(Waiting.progress(of: $0, in: history))." }, nil)
        case .rests(let until): return (["It rests and is tried again at \(Dates.text(until))."], until)
        case .heldBack: return (["Nothing new starts until the run goes on."], nil)
        case .jobPaused: return (["Its job was paused: nothing new of it starts until it is unpaused."], nil)
        case .waitsForExecutor: return ([executors(in: history)], nil)
        case .waitsForLargerNode(let asked, let largest):
            return ([tooSmall(asked, largest) + " It waits for a larger node."], nil)
        case .waitsForLongerNode(let needed, let longest): return ([tooShort(needed, longest)], nil)
        case .waitsForLimit(let limit): return ([reached(limit)], nil)
        case .waitsForCapacity(let shortage): return (capacity(shortage, in: history), nil)
        }
    }

    /// Nobody is there: since when, and what to do.
    private static func executors(in history: History) -> String {
        let silent = history.nodes.filter { $0.lostAt == nil }.compactMap(\.silentSince).max()
        if let silent { return "No executor is heard, since \(Dates.text(silent)). It waits until one is." }
        guard let last = history.nodes.compactMap(\.lostAt).max() else {
            return "No executor is connected, and none was. Start one with `rota executor`."
        }
        return "No executor is connected, since \(Dates.text(last)). Start one with `rota executor`."
    }

    static func tooSmall(_ asked: String, _ largest: String) -> String { "It asks for \(asked); \(largest)." }

    static func tooShort(_ needed: Duration, _ longest: Duration) -> String {
        "It needs \(needed), and every node that could hold it is taken away sooner: the last in \(longest)."
    }

    /// The smallest change that would let it fit now; none where nobody can say it in a word.
    private static func change(for shortage: Explanation.Shortage) -> String? {
        let (asked, free) = (shortage.request.cores.lowerBound, shortage.freeCores)
        guard shortage.request.nodes == 1...1, asked > free else { return nil }
        let more = "\(Phrases.cores(Cores(thousandths: asked.thousandths - free.thousandths))) more on one node"
        guard free.thousandths >= 1000 else { return "It would fit with \(more)." }
        return "It would fit with \(more), or if \(Phrases.cores(free)) were enough (`resources.cores`)."
    }

    private static func reached(_ limit: Explanation.Limit) -> String {
        let whose =
            switch limit.kind {
            case .job: "its job"
            case .user: limit.name.isEmpty ? "jobs without a user" : "user \"\(limit.name)\""
            case .tag: "jobs with the tag \"\(limit.name)\""
            }
        return "It is ready; \(limit.running) of \(whose) run, and at most \(limit.limit) may at once."
    }

    /// Most of them first: three nodes say enough.
    private static func others(on nodes: [Explanation.SharedNode]) -> String {
        let order = nodes.enumerated().sorted {
            ($1.element.coresKeptByOthers, $0.offset) < ($0.element.coresKeptByOthers, $1.offset)
        }
        var parts = order.prefix(3).map {
            "\(Wording.count($0.element.coresKeptByOthers, "core")) of \($0.element.name)"
        }
        if nodes.count > 3 { parts.append("some of \(Wording.count(nodes.count - 3, "more node"))") }
        return "Others keep \(parts.joined(separator: ", ")) busy."
    }

    private static func capacity(_ shortage: Explanation.Shortage, in history: History) -> [String] {
        var sentences = ["It is ready and needs \(RequestText.text(of: shortage.request))."]
        var free = "The most that is free on one node is \(Phrases.cores(shortage.freeCores))"
        if shortage.request.memory > .zero { free += " and \(shortage.freeMemory)" }
        sentences.append(free + ".")
        if let change = change(for: shortage) { sentences.append(change) }
        if !shortage.shared.isEmpty { sentences.append(others(on: shortage.shared)) }
        if shortage.tasksBefore > 0 {
            let first = shortage.firstBefore.map { ", first of them \(Phrases.task($0, in: history))" } ?? ""
            sentences.append("\(Wording.count(shortage.tasksBefore, "ready task")) stand before it\(first).")
        }
        return sentences
    }
}
