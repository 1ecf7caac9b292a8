internal import Dialects
internal import Model
internal import Plan
internal import Synchronization
internal import Web

/// What is changed, decided on the loop's thread and answered when it is durable.
extension Routes {
    func cancel(_ caller: Caller) throws {
        let chosen = try look { [selection = try selection(caller)] views in
            try ChosenTasks.read(selection, in: views).filter { $0.open > 0 }
        }
        change(caller) { planner, now throws(Refusal) in
            chosen.flatMap { chosen in
                let counts = planner.endedCounts(of: chosen.job)
                let ended = counts.succeeded + counts.failed + counts.cancelled + counts.skipped
                guard ended < counts.total else { return [Fact]() }
                return chosen.ranges.map { .tasksCancelled(TaskRange(job: chosen.job, iterations: $0), at: now) }
            }
        } answer: {
            ChangeAnswer(names: chosen.map(\.name), tasks: chosen.reduce(0) { $0 + $1.open })
        }
    }

    func pause(_ caller: Caller) throws {
        let order = try PauseOrder(reading: JSONReader.read(caller.request.body, document: "request").root)
        try changeJobs(caller, order.selection, "is paused") { jobs, now in
            order.includesRunning ? .jobsFrozen(jobs, at: now) : .jobsPaused(jobs, at: now)
        }
    }

    func unpause(_ caller: Caller) throws {
        try changeJobs(caller, selection(caller), "is unpaused") { jobs, now in .jobsUnpaused(jobs, at: now) }
    }

    private func changeJobs(
        _ caller: Caller, _ selection: TaskSelection, _ verb: String,
        _ fact: @escaping @Sendable ([JobIdentifier], Instant) -> Fact
    ) throws {
        let chosen = try look { views in try ChosenTasks.readWhole(selection, in: views, verb) }
        change(caller) { _, now throws(Refusal) in
            chosen.isEmpty ? [] : [fact(chosen.map(\.job), now)]
        } answer: {
            ChangeAnswer(names: chosen.map(\.name), tasks: chosen.reduce(0) { $0 + $1.open })
        }
    }

    func retry(_ caller: Caller) throws {
        let chosen = try look { [selection = try selection(caller)] views in
            try ChosenTasks.readUnsuccessful(selection, in: views)
        }
        let wanted = Dictionary(grouping: chosen, by: \.job)
        change(caller) { planner, now throws(Refusal) in
            // A job that starts anew before what it depends on would be skipped again.
            let order = wanted.count > 1 ? RetryOrder(planner).jobs : Array(wanted.keys)
            return order.flatMap { job in
                (wanted[job] ?? []).flatMap { chosen in
                    chosen.isWhole
                        ? [.retryRequested(job, at: now)]
                        : chosen.ranges.map { Fact.tasksRetried(TaskRange(job: job, iterations: $0), at: now) }
                }
            }
        } answer: {
            ChangeAnswer(names: chosen.map(\.name), tasks: chosen.reduce(0) { $0 + $1.unsuccessful })
        }
    }

    func remove(_ caller: Caller) throws {
        let selection = try selection(caller)
        let chosen = try look { views in
            let chosen = try ChosenTasks.readWhole(selection, in: views, "is removed")
            // Who names a job wants to hear that it has not ended; who names a state or a tag means those that have.
            return selection.selectors.isEmpty ? chosen.filter { $0.open == 0 } : chosen
        }
        change(caller) { _, now throws(Refusal) in
            chosen.isEmpty ? [] : [.jobsRemoved(chosen.map(\.job), at: now)]
        } answer: {
            ChangeAnswer(names: chosen.map(\.name))
        }
    }

    func changeJob(_ caller: Caller) throws {
        let document = try JSONReader.read(caller.request.body, document: "request")
        let settings = try JobSettings(reading: document.root).change()
        let (job, open) = try look { views in
            let record = try Self.job(caller, in: views.history)
            return (record.identifier, record.counts.total - record.counts.ended - record.counts.inMotion)
        }
        let name = caller.route.name
        change(caller) { _, now throws(Refusal) in
            [.jobChanged(job, settings, at: now)]
        } answer: {
            ChangeAnswer(names: [name], tasks: open)
        }
    }

    func drain(_ caller: Caller) throws {
        let undo = try flag("undo", of: caller)
        let name = caller.route.name
        let node = try look { views in
            let present = views.history.nodes.filter { $0.lostAt == nil }
            guard let record = present.last(where: { $0.node.name == name }) else {
                let near = NearestName.nearest(to: name, among: present.map(\.node.name))
                let hint = near.map { "Did you mean \"\($0)\"?" } ?? "`rota nodes` shows the nodes."
                throw Problem(404, "there is no node \"\(name)\". \(hint)")
            }
            return record.node.identifier
        }
        change(caller) { planner, now throws(Refusal) in
            guard planner.isDraining(node) == undo else { return [] }
            return [undo ? .nodeAvailable(node, at: now) : .nodeDraining(node, at: now)]
        } answer: {
            ChangeAnswer(names: [name])
        }
    }

    /// Answered before it is begun: afterwards nobody would be there to do it.
    func shutDown(_ caller: Caller) throws {
        let whenDone = try flag("whenDone", of: caller)
        let open = try look { views in views.history.counts.total - views.history.counts.ended }
        let notice = whenDone && open > 0 ? "ends when every task has ended" : "ends now; what runs elsewhere goes on"
        endsWhenDone.store(whenDone, ordering: .releasing)
        caller.send(.json(ChangeAnswer(names: [], tasks: open, notices: ["The service \(notice)."])))
        mailbox.requestEnd(whenDone ? .whenDone : .now)
    }

    /// A member of a body that has no other, and may be missing altogether.
    private func flag(_ name: String, of caller: Caller) throws -> Bool {
        guard !caller.request.body.isEmpty else { return false }
        let document = try JSONReader.read(caller.request.body, document: "request")
        return try Fields(of: document.root, known: [name])[name]?.flag() ?? false
    }

    private func selection(_ caller: Caller) throws -> TaskSelection {
        try TaskSelection(reading: JSONReader.read(caller.request.body, document: "request").root)
    }

    private func change(
        _ caller: Caller, _ facts: @escaping @Sendable (Planner, Instant) throws(Refusal) -> [Fact],
        answer: @escaping @Sendable () -> ChangeAnswer
    ) {
        post(caller, facts) { _ in
            .json(answer())
        } refused: {
            Problem($0)
        }
    }

    /// Has the loop decide, and answers on one of the requests' threads when that is durable.
    func post(
        _ caller: Caller, _ facts: @escaping @Sendable (Planner, Instant) throws(Refusal) -> [Fact],
        answer: @escaping @Sendable ([Fact]) throws -> Response, refused: @escaping @Sendable (Refusal) -> Problem
    ) {
        let change = Change(facts: facts) { [threads] result in
            threads.goOn {
                switch result {
                case .success(let facts): caller.answer { try answer(facts) }
                case .failure(let refusal): caller.fail(refused(refusal))
                }
            }
        }
        if !mailbox.post(change) { caller.fail(Problem.ending) }
    }
}
