internal import Dialects
internal import Model
internal import Plan
internal import Posix
internal import Synchronization
internal import Web
internal import Wire

/// Jobs that come in.
extension Routes {
    /// What the loop made of a submission.
    private struct Taken: Sendable {
        var jobs: [SubmitAnswer.TakenJob] = []
        var isRepeated = false
        /// The nodes that were there.
        var nodes: [Node] = []
        /// Whether its key was used for other jobs before.
        var isOther = false
    }

    /// Carries it from the loop's thread to the one that answers.
    private final class TakenBox: Sendable {
        let taken = Mutex(Taken())
    }

    func submit(_ caller: Caller) throws {
        let directory = try caller.text("directory").map { path in
            guard path.hasPrefix("/") else {
                throw Problem.parameter("directory", "is \"\(path)\"; a full path is needed", "Begin it with a slash.")
            }
            return path
        }
        let document = try JobDocument.read(
            caller.request.body, name: caller.text("document") ?? "request", context: try context(caller))
        let jobs = document.jobs.map { job in
            // The token has no name of its own: it is that of whoever the service runs as.
            (directory.map { job.beginning(in: $0) } ?? job).belonging(to: Process.userName)
        }
        guard !jobs.isEmpty else { throw Problem(400, "the document holds no job. Put at least one into it.") }
        try checkSizes(of: jobs, bytes: caller.request.body.count)
        let key = caller.request.headers["Idempotency-Key"] ?? ""
        let renames = caller.text("rename") == "true" && jobs.count == 1
        let box = TakenBox()
        let body = caller.request.body
        post(caller) { [bodies] planner, now throws(Refusal) in
            var jobs = jobs
            if renames { jobs[0].name = planner.freeName(like: jobs[0].name) }
            let first = JobIdentifier(planner.jobCount)
            let known = planner.jobs(submittedWith: key)
            if let known, bodies.isOther(body, under: key) ?? !planner.mayBe(known, jobs) {
                box.taken.withLock { $0.isOther = true }
                throw Self.usedTwice(key, for: known.map { planner.job($0).name }, and: jobs.map(\.name))
            }
            bodies.remember(body, under: key)
            let numbers = known ?? jobs.indices.map { JobIdentifier(first.number + $0) }
            let named = known.map { $0.map(planner.job) } ?? jobs
            box.taken.withLock { taken in
                taken.isRepeated = known != nil
                taken.nodes = planner.presentNodes
                taken.jobs = zip(numbers, named).map { number, job in
                    SubmitAnswer.TakenJob(number: number.number, name: job.name, tasks: job.iterations.count)
                }
            }
            return known == nil ? [.jobsSubmitted(first: first, jobs: jobs, key: key, at: now)] : []
        } answer: { _ in
            let taken = box.taken.withLock { $0 }
            var answer = SubmitAnswer(jobs: taken.jobs, isRepeated: taken.isRepeated)
            answer.notices = document.remarks.map(\.description) + Self.notices(about: jobs, on: taken.nodes)
            return .json(answer, status: 201)
        } refused: {
            var problem = Problem(document.placed($0))
            problem.status = box.taken.withLock { $0.isOther } ? 409 : $0.status
            return problem
        }
    }

    private static func usedTwice(_ key: String, for known: [String], and new: [String]) -> Refusal {
        func text(_ names: [String]) -> String {
            let first = names.first.map { $0.isEmpty ? "one that was removed" : "\"\($0)\"" } ?? "none"
            return names.count > 1 ? "\(first) and \(names.count - 1) more" : first
        }
        return .document(
            DocumentProblem(
                document: "request", path: "Idempotency-Key",
                problem: "is \"\(key)\", under which job \(text(known)) came before, and now comes \(text(new))",
                remedy: "Use a new key for each submission."))
    }

    private func context(_ caller: Caller) throws -> SubmissionContext {
        // 86,400: no place on Earth is further from Greenwich than half of it.
        let zone = try caller.number("zone", in: -86_400...86_400) ?? 0
        var random = SystemRandomNumberGenerator()
        let number = submissions.add(1, ordering: .relaxed).newValue
        return SubmissionContext(
            now: clock.now, zoneOffsetSeconds: zone, seed: random.next(), requestNumber: number)
    }

    /// Whether executors elsewhere can be told of them.
    private func checkSizes(of jobs: [Job], bytes: Int) throws {
        // An eighth: packed, a job is never eight times as long as it was written.
        guard bytes > MessageLimits.jobBytes / 8 else { return }
        for job in jobs where !MessageLimits.allow(job) {
            throw Problem(
                413, "job \"\(job.name)\" is longer than \(MessageLimits.jobBytes) bytes. Divide it into several.")
        }
    }

    /// What no present node can hold is taken all the same: a larger one may join.
    private static func notices(about jobs: [Job], on nodes: [Node]) -> [String] {
        guard !nodes.isEmpty else { return ["No node is there yet; what was submitted waits for one."] }
        var seen: Set<Request> = []
        // 10: who submits more of that kind has understood.
        return jobs.lazy.filter { seen.insert($0.request).inserted }.compactMap { job in
            guard let refusal = Admission.misfit(of: [job], on: nodes) else { return nil }
            return "\(refusal) Until then it waits."
        }.prefix(10).map { $0 }
    }
}

extension Planner {
    /// Whether jobs that are known may be these: as many, each with the same iterations. Names and commands may differ
    /// each time a document is read.
    fileprivate func mayBe(_ known: [JobIdentifier], _ jobs: [Job]) -> Bool {
        known.count == jobs.count
            && zip(known.map(job), jobs).allSatisfy { old, new in
                old.name.isEmpty || old.iterations.indices == new.iterations.indices
            }
    }

    /// The name itself where no job has it, else with a number behind it.
    fileprivate func freeName(like name: String) -> String {
        var free = name
        var number = jobCount
        while job(named: free) != nil {
            number += 1
            free = "\(name)-\(number)"
        }
        return free
    }
}
