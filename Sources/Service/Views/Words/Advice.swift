internal import Model

/// What a person can do about an attempt that did not succeed.
enum Advice {
    static func sentences(_ attempt: EndedAttempt, in history: History) -> [String] {
        let job = history.record(of: attempt.task.job)?.job
        switch attempt.end.outcome {
        case .outOfMemory:
            let asked = job.map { $0.request.memory > .zero ? "It asked \($0.request.memory) and" : "It" } ?? "It"
            return ["\(asked) used \(attempt.end.usage.peakMemory). Ask more memory, or a range such as 2G…16G."]
        case .wallTimeExceeded:
            return job?.request.wallTime.map { ["Its wall time is \($0). Ask more time if it needs it."] } ?? []
        case .startFailed(let failure):
            switch failure.step {
            case .execute: return ["Check the program's path, and that it may be executed."]
            case .workingDirectory: return ["Check that the working folder can be made there."]
            case .standardInput, .standardOutput, .standardError: return ["Check the file's path and its folder."]
            case .container: return ["What the engine said stands in its errors: rota logs --stderr."]
            case .process, .memoryLimit: return ["The machine refused; see how many processes it runs."]
            }
        case .lost: return ["Nobody can say how it went: its executor, launcher or machine went first."]
        default: return []
        }
    }
}
