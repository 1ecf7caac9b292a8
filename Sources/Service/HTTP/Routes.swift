internal import Dialects
internal import Model
internal import Posix
internal import Synchronization
internal import Web

/// Which request is answered by what.
final class Routes: Sendable {
    let replica: Replica
    let mailbox: Mailbox
    let clock: RunClock
    let threads: RequestThreads
    let followers: Followers
    let counts = RequestCounts()
    let submissions = Atomic(0)
    let bodies = SubmittedBodies()
    let oldReaders = Permits(EventFeed.mostOldReaders)
    let forecasts = Permits(Routes.mostForecasts)
    private let isCatchingUp = Atomic(false)
    let commits = Atomic(0)
    private let own: Mutex<ServiceView?>
    private let bell: Mutex<Int?>
    /// Whether an end was asked for, at once or when every task has ended.
    let endsWhenDone = Atomic(false)

    // 1 s: a little at a time, so that nobody who asks waits until much has been read.
    private static let catchingUp = Duration.seconds(1)
    // 15 s: what sits between two machines closes lines that are silent for a minute or less.
    private static let beating = Duration.seconds(15)

    init(replica: Replica, mailbox: Mailbox, clock: RunClock) throws(SystemFailure) {
        self.replica = replica
        self.mailbox = mailbox
        self.clock = clock
        own = Mutex(nil)
        bell = Mutex(nil)
        threads = try RequestThreads()
        followers = Followers(threads)
        let number = replica.listen { [weak self] in
            self?.commits.add(1, ordering: .relaxed)
            self?.followers.ring()
            self?.catchUpSoon()
        }
        bell.withLock { $0 = number }
        threads.goOn { [weak self] in self?.catchUp() }
        threads.post(after: Self.beating) { [weak self] in self?.beat() }
    }

    /// What the service says of itself; its counts are filled in when it is asked.
    var service: ServiceView? {
        get { own.withLock { $0 } }
        set { own.withLock { $0 = newValue } }
    }

    /// Tells those who wait that nothing more will come.
    func end() { followers.end() }

    /// Nothing is answered any more. Not from a request's thread.
    func stop() {
        if let number = bell.withLock({ $0.take() }) { replica.stopListening(number) }
        threads.stop()
    }

    /// Called on the server's thread, so what takes long is done by others.
    func answer(_ request: WebRequest, _ answer: WebAnswer) {
        let route: Route
        switch Route.find(request.method, request.path) {
        case .found(let found): route = found
        case .otherMethods(let methods): return refuse(request, methods, answer)
        case .nothing:
            let here = service.map { " in version \($0.version)" } ?? ""
            let sentence = "there is nothing under this address\(here). GET /v1/openapi.json says what there is."
            return refuse(Problem(404, sentence), answer)
        }
        let caller = Caller(request, route, answer, counts)
        guard route.operation != .health else { return checkHealth(caller) }
        let isTaken = threads.post { [weak self] in self?.serve(caller) }
        if !isTaken { caller.fail(Problem(503, "too many requests wait already", ["Retry-After": "1"])) }
    }

    private func refuse(_ request: WebRequest, _ methods: [WebMethod], _ answer: WebAnswer) {
        let allowed = methods.map(\.rawValue).joined(separator: ", ")
        let sentence = "\(request.method.rawValue) means nothing here. Use \(allowed)."
        refuse(Problem(405, sentence, ["Allow": allowed]), answer)
    }

    private func refuse(_ problem: Problem, _ answer: WebAnswer) {
        counts.add(nil, problem.status)
        let response = Response(problem)
        answer.send(status: response.status, headers: response.headers, body: response.body)
    }

    private func serve(_ caller: Caller) {
        do {
            try caller.checkQuery()
            try perform(caller)
        } catch { caller.fail(error) }
    }

    private func perform(_ caller: Caller) throws {
        switch caller.route.operation {
        case .submit: try submit(caller)
        case .listJobs: try listJobs(caller)
        case .job: try showJob(caller)
        case .setJob: try changeJob(caller)
        case .whyJob: try explainJob(caller)
        case .listTasks: try listTasks(caller)
        case .task: try showTask(caller)
        case .whyTask: try explainTask(caller)
        case .output: try readOutput(caller)
        case .cancel: try cancel(caller)
        case .pause: try pause(caller)
        case .unpause: try unpause(caller)
        case .retry: try retry(caller)
        case .remove: try remove(caller)
        case .wait: try wait(caller)
        case .listNodes: try listNodes(caller)
        case .drain: try drain(caller)
        case .statistics: try showStatistics(caller)
        case .forecast: try forecast(caller)
        case .events: try followEvents(caller)
        case .service: try showService(caller)
        case .shutdown: try shutDown(caller)
        case .description: describe(caller)
        case .metrics: try showMetrics(caller)
        case .health: checkHealth(caller)
        }
    }

    /// Without the token, and without a look at the record.
    private func checkHealth(_ caller: Caller) {
        let trouble = replica.trouble
        guard trouble.isEmpty else { return caller.fail(Problem(503, trouble, ["Retry-After": "5"])) }
        caller.send(Response(type: "text/plain", body: Array("recording\n".utf8)))
    }

    private func describe(_ caller: Caller) {
        let text = OpenAPIDocument.text(version: service?.version ?? "")
        caller.send(Response(type: "application/json", body: Array(text.utf8)))
    }

    /// Something new is durable.
    private func catchUpSoon() {
        guard !isCatchingUp.exchange(true, ordering: .acquiringAndReleasing) else { return }
        threads.post(after: Self.catchingUp) { [weak self] in self?.catchUp() }
    }

    private func catchUp() {
        // Before it looks: what comes meanwhile is looked at once more.
        isCatchingUp.store(false, ordering: .releasing)
        _ = try? replica.catchUp()
    }

    private func beat() {
        followers.beat()
        threads.post(after: Self.beating) { [weak self] in self?.beat() }
    }
}
