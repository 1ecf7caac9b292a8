internal import Dialects
internal import Model
internal import Web

/// What is answered by looking ahead.
extension Routes {
    // 2: each takes a core for as long as it looks ahead.
    static let mostForecasts = 2

    func forecast(_ caller: Caller) throws {
        let other = try Self.otherPolicy(caller)
        let choice = try caller.text("job").map { text in
            do throws(ReadingProblem) { return try TaskSelector(reading: text) } catch {
                throw Problem(error.refusal(document: "query", path: "job"))
            }
        }
        guard forecasts.take() else { throw Self.isBusyForecasting }
        defer { forecasts.giveBack() }
        let now = clock.now
        let chosen = try look { views in
            try choice.map { selector in
                let choice = try Self.choice(selector, in: views.history)
                return (job: choice.record.identifier, iterations: choice.iterations)
            }
        }
        // On a copy: nobody who looks at the service waits for it, nor does the loop.
        let forecasts = Forecasts(of: try replica.planner(), about: chosen?.job, other: other, at: now)
        let view = try look { views in forecasts.view(chosen?.iterations, in: views.history) }
        caller.send(.json(view))
    }

    static func otherPolicy(_ caller: Caller) throws -> OtherPolicy? {
        try caller.text("policy").map { name in
            do throws(ReadingProblem) { return try OtherPolicy(reading: name) } catch {
                throw Problem(error.refusal(document: "query", path: "policy"))
            }
        }
    }

    static var isBusyForecasting: Problem {
        Problem(503, "other forecasts are being made", ["Retry-After": "1"])
    }
}
