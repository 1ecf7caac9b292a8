internal import Dialects
internal import Model
internal import Synchronization
internal import Web

/// What is answered from the replica at once.
extension Routes {
    // 100: a screen or two; 1,000: some 500 kB.
    private static let pageSize = 100
    private static let pageLimit = 1000

    func listJobs(_ caller: Caller) throws {
        if try caller.word("fields", of: [("name", true)]) != nil {
            let names = try look { views in views.jobNames }
            return caller.send(.json { json in json.object { $0.member("names", texts: names) } })
        }
        var filter = JobFilter()
        filter.state = try caller.state()
        filter.tag = caller.text("tag")
        filter.name = caller.text("name")
        filter.order =
            try caller.word("order", of: JobFilter.Order.allCases.map { ($0.rawValue, $0) }) ?? .submission
        let after = try caller.number("after", in: 0...Int.max)
        let limit = try caller.number("limit", in: 1...Self.pageLimit) ?? Self.pageSize
        let page = try look { [filter] views in views.jobs(filter, after: after, limit: limit) }
        caller.send(.json { page.write("jobs", to: &$0) })
    }

    func showJob(_ caller: Caller) throws {
        let job = try look { views in views.view(of: try Self.job(caller, in: views.history)) }
        caller.send(.json(job))
    }

    func listTasks(_ caller: Caller) throws {
        let state = try caller.state()
        let after = try caller.number("after", in: Int.min...Int.max)
        let limit = try caller.number("limit", in: 1...Self.pageLimit) ?? Self.pageSize
        let span = try caller.iterations()
        let page = try look { views in
            let choice = try Self.choice(Self.selector(caller, span), in: views.history)
            return try views.tasks(of: choice, in: state, after: after, limit: limit)
        }
        caller.send(.json { page.write("tasks", to: &$0) })
    }

    func showTask(_ caller: Caller) throws {
        let page = try look { views in try views.tasks(of: try Self.task(caller, in: views.history), limit: 1) }
        guard let task = page.elements.first else { throw Problem(404, "there is no such task") }
        caller.send(.json(task))
    }

    func explainJob(_ caller: Caller) throws {
        let state = try caller.state()
        let span = try caller.iterations()
        let (found, job) = try look { views in
            let choice = try Self.choice(Self.selector(caller, span), in: views.history)
            return (try views.explanations(of: choice, in: state), choice.record.identifier)
        }
        let page = try withStarts(found, of: job, caller)
        caller.send(.json { page.write("explanations", to: &$0) })
    }

    func explainTask(_ caller: Caller) throws {
        let (found, job) = try look { views in
            let choice = try Self.task(caller, in: views.history)
            return (try views.explanations(of: choice), choice.record.identifier)
        }
        let page = try withStarts(found, of: job, caller)
        guard let explanation = page.elements.first else { throw Problem(404, "there is no such task") }
        caller.send(.json(explanation))
    }

    func listNodes(_ caller: Caller) throws {
        let nodes = try look { views in views.nodes() }
        caller.send(.json { json in json.object { $0.member("nodes", list: nodes) } })
    }

    func showStatistics(_ caller: Caller) throws {
        let names = caller.request.query.values(of: "jobs")
        let scope = caller.text("key").map { JobScope.submission(key: $0) } ?? (names.isEmpty ? .all : .jobs(names))
        let statistics = try look { views in
            for name in names { _ = try Self.job(named: name, in: views.history) }
            return try views.statistics(of: scope)
        }
        caller.send(.json(statistics))
    }

    func showService(_ caller: Caller) throws {
        guard var view = service else { throw Problem(503, "the service is starting", ["Retry-After": "1"]) }
        view.now = clock.now
        view.trouble = replica.trouble
        view.endsWhenDone = endsWhenDone.load(ordering: .acquiring)
        let (jobs, counts, nodes) = try look { views in
            (views.history.present.count, views.history.counts, views.nodes().filter { $0.state != .lost })
        }
        view.jobCount = jobs
        view.counts = counts
        view.nodeCount = nodes.count
        view.coreCount = nodes.reduce(0) { $0 + $1.cores }
        caller.send(.json(view))
    }

    func wait(_ caller: Caller) throws {
        // 30 s: who wants to wait longer asks again, and is known to be there.
        let timeout = try caller.number("timeout", in: 0...30) ?? 30
        var selection = TaskSelection(state: try caller.state(), tag: caller.text("tag"))
        selection.selectors = try caller.request.query.values(of: "jobs").map { text in
            do throws(ReadingProblem) { return try TaskSelector(reading: text) } catch {
                throw Problem(error.refusal(document: "query", path: "jobs"))
            }
        }
        let key = caller.text("key")
        let wanted: [ChosenTasks]? =
            selection.isEmpty && key == nil
            ? nil : try look { [selection] views in try Self.waited(for: selection, key: key, in: views) }
        let waiting = WaitingCaller(caller, wanted, replica, clock)
        guard waiting.look() else { return }
        if timeout == 0 { return waiting.giveUp() }
        let number = followers.add(waiting)
        caller.whenClosed { [followers] in followers.remove(number) }
        threads.post(after: .seconds(Int64(timeout))) { [followers] in
            waiting.giveUp()
            followers.remove(number)
        }
    }

    func followEvents(_ caller: Caller) throws {
        let last = try caller.request.headers["Last-Event-ID"].map { text in
            guard let number = Int(text) else {
                throw Problem.parameter("Last-Event-ID", "is \"\(text)\", which is no event's number", "Leave it out.")
            }
            return number
        }
        let named = try last ?? caller.number("after", in: -1...Int.max)
        if let named, named >= 0 { try checkPresence(after: named) }
        let after = named ?? replica.nextNumber - 1
        let follows = caller.text("follow") == nil ? true : try caller.flag("follow")
        let end = follows ? nil : replica.nextNumber - 1
        let stream = caller.stream(["Content-Type": "text/event-stream", "Cache-Control": "no-store"])
        guard stream.isOpen else { return }
        let feed = EventFeed(after: after, until: end, replica, threads, stream, oldReaders: oldReaders)
        let number = followers.add(feed)
        caller.whenClosed { [followers] in followers.remove(number) }
    }

    /// Refuses to go on where events are missing without a word about it.
    private func checkPresence(after number: Int) throws {
        let condensed = try replica.condensedNumber()
        guard number < condensed, try replica.events(after: number, limit: 1) == nil else { return }
        throw Problem(
            410,
            "events after \(number) are gone with jobs that were removed; from \(condensed) on all are there. "
                + "Ask for those after \(condensed), or after -1 for what is left.")
    }

    private static func waited(
        for selection: TaskSelection, key: String?, in views: RunViews
    ) throws -> [ChosenTasks] {
        guard let key else { return try ChosenTasks.read(selection, in: views) }
        guard let records = views.history.jobs(submittedWith: key) else {
            throw Problem.parameter("key", "is of no submission that is remembered", "Name the jobs instead.")
        }
        return records.map { ChosenTasks($0) }
    }

    /// Answers from what is durable now.
    func look<Answer>(_ body: (RunViews) throws -> sending Answer) throws -> sending Answer {
        try replica.answer(at: clock.now, body)
    }
}

/// What a path or a selector means.
extension Routes {
    private static func selector(_ caller: Caller, _ iterations: ClosedRange<Int>?) -> TaskSelector {
        iterations.map { .tasks(job: caller.route.name, iterations: $0) } ?? .job(caller.route.name)
    }

    static func job(_ caller: Caller, in history: History) throws -> JobRecord {
        try job(named: caller.route.name, in: history)
    }

    static func job(named name: String, in history: History) throws -> JobRecord {
        guard let record = history.record(named: name) else {
            throw Problem.unknownJob(name, among: history.present.lazy.map(\.job.name))
        }
        return record
    }

    static func task(_ caller: Caller, in history: History) throws -> Choice {
        let record = try job(caller, in: history)
        let indices = record.job.iterations.indices
        guard let iteration = Int(caller.route.iteration), indices.contains(iteration) else {
            throw Problem(
                404,
                "job \"\(record.job.name)\" has no iteration \(caller.route.iteration): "
                    + "there is \(TaskWords.indices(indices)).")
        }
        return try Choice(.tasks(job: record.job.name, iterations: iteration...iteration), in: history)
    }

    static func choice(_ selector: TaskSelector, in history: History) throws -> Choice {
        switch selector {
        case .last: break
        case .job(let name), .tasks(let name, _): _ = try job(named: name, in: history)
        }
        do { return try Choice(selector, in: history) } catch {
            var problem = Problem(error)
            problem.status = 404
            throw problem
        }
    }
}
