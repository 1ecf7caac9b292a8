internal import Model
internal import Web

extension Routes {
    func readOutput(_ caller: Caller) throws {
        let stream = try caller.word("stream", of: [("stdout", OutputStreamName.output), ("stderr", .error)])
        let attempt = try caller.number("attempt", in: 1...Int.max)
        let offset = try caller.number("offset", in: 0...Int.max)
        let count = try caller.number("count", in: 1...Int.max)
        let follows = try caller.flag("follow")
        let (task, name) = try look { views in
            let choice = try Self.task(caller, in: views.history)
            let iteration = choice.iterations?.first ?? 0
            let task = TaskIdentifier(job: choice.record.identifier, iteration: iteration)
            return (task, Phrases.task(task, in: views.history))
        }
        let wanted = OutputDelivery.Wanted(
            task: task, name: name, stream: stream ?? .output, attempt: attempt,
            offset: Int64(offset ?? 0), count: count.map { Int64($0) }, follows: follows)
        try OutputDelivery(self, caller, wanted).begin()
    }
}
