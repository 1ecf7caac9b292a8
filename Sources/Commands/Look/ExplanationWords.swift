import Model
import Service

/// The planner's explanation, in sentences.
enum ExplanationWords {
    static func sentences(
        _ explanation: Explanation, of task: TaskIdentifier, in history: History, isGoing: Bool, at now: Instant
    ) -> [String] {
        guard isGoing else {
            return ["The run was stopped before it was done. Go on with `rota run --resume`."]
        }
        switch explanation {
        case .unknown: return ["The record does not say."]
        case .ended(let state): return ["It has \(state)."]
        case .running(_, let since): return ["It runs since \(CalendarTime.local(since)), for \(now - since)."]
        case .handedOver(_, let behind):
            return [
                behind == 0
                    ? "It was handed over and starts, or runs already."
                    : "It was handed over; \(Wording.count(behind, "task")) before it on the same cores."
            ]
        case .waitsForDate(let date): return ["It waits until \(CalendarTime.local(date))."]
        case .waitsForDependencies(let dependencies):
            return dependencies.map { "It waits for \(Waiting.progress(of: $0, in: history))." }
        case .rests(let until): return ["It rests and is tried again at \(CalendarTime.local(until))."]
        case .heldBack: return ["Nothing new starts until the run goes on."]
        case .jobPaused: return ["Its job was paused: nothing new of it starts until it is unpaused."]
        case .waitsForCapacity(let shortage): return capacity(shortage, in: history)
        case .waitsForLargerNode(let asked, let largest):
            return ["It asks for \(asked); \(largest). It waits for a larger node."]
        case .waitsForLongerNode(let needed, let longest):
            return [
                "It needs \(needed), and every node that could hold it is taken away sooner: the last in \(longest)."
            ]
        }
    }

    private static func capacity(_ shortage: Explanation.Shortage, in history: History) -> [String] {
        var sentences = ["It is ready and needs \(RequestText.text(of: shortage.request))."]
        var free = "The most that is free on one node is \(Phrases.cores(shortage.freeCores))"
        if shortage.request.memory > .zero { free += " and \(shortage.freeMemory)" }
        sentences.append(free + ".")
        if shortage.tasksBefore > 0 {
            let first = shortage.firstBefore.map { ", first of them \(Phrases.task($0, in: history))" } ?? ""
            sentences.append("\(Wording.count(shortage.tasksBefore, "ready task")) stand before it\(first).")
        }
        return sentences
    }
}
