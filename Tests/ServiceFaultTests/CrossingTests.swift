import Executor
import Launch
import Model
import Posix
import Testing
import Wire

/// What an executor does with what its service says again, in the order that hurts most.
@Suite struct CrossingTests {
    private func script(_ text: String) -> Job {
        Job(name: "job", command: Command(action: .program("sh", arguments: ["-c", Template(text)])))
    }

    private func start(_ attempt: Int, _ job: Int) -> Order {
        let placement = Placement(parts: [.init(node: NodeIdentifier(0), cores: [.init(position: 0)])])
        return .start(
            HandOver(
                firstAttempt: AttemptIdentifier(attempt), placement: placement, after: nil,
                tasks: [TaskRange(job: JobIdentifier(job), iterations: 0..<1)], at: .zero))
    }

    /// An executor's loop on a thread of its own.
    private final class Bench {
        let link: WrittenLink
        let place: Workplace
        private let thread: Thread

        init(idleTimeout: Duration? = nil) throws {
            let link = try WrittenLink()
            let place = try Workplace()
            let folder = place.path("executor")
            try FileSystem.makeDirectory(folder)
            (self.link, self.place) = (link, place)
            var node = Node(identifier: NodeIdentifier(0), name: "here", cores: [0], memory: .gibibytes(1))
            node.isBindable = false
            var idle = NodeOffer(executor: 7, node: node, host: "here", version: "0")
            idle.idleTimeout = idleTimeout
            let offer = idle
            let directory = place.folder
            thread = try Thread.start {
                guard let signals = try? SignalDescriptor([.hangUp]) else { return }
                let loop = NodeLoop(offer, link: link, signals: signals) { welcome throws(SystemFailure) in
                    try Executor(
                        Executor.Configuration(
                            folder: folder, directory: directory, token: welcome.token,
                            launcherPath: Launcher.executablePath(), environment: Environment.entries()))
                } note: { _ in
                }
                _ = try? loop.run()
            }
        }

        deinit {
            link.say(.stop("the test is over"))
            thread.join()
        }

        private var facts: [Fact] {
            var last: UInt64 = 0
            return link.heard.flatMap { message -> [Fact] in
                guard case .facts(let batch) = message, batch.last > last else { return [] }
                let known = last >= batch.first ? Int(last - batch.first + 1) : 0
                last = batch.last
                return Array(batch.facts.dropFirst(known))
            }
        }

        var ends: [AttemptIdentifier] {
            facts.compactMap { fact in
                if case .attemptEnded(let end) = fact { end.attempt } else { nil }
            }
        }

        /// Waits as a service that is there: one that is not heard is not waited for.
        func becomes(_ isSo: @escaping (Bench) -> Bool) -> Bool {
            wait {
                self.link.say(.alive)
                return isSo(self)
            }
        }

        var questions: Int { link.heard.count { $0 == .leaveRequested } }
        /// Whether its loop has ended.
        var isOver: Bool { link.isClosed }

        func greet(token: UInt64 = 1, wire: WireVersion = .current) throws {
            let before = hellos.count
            link.say(.introduce)
            try #require(wait { self.hellos.count > before })
            let greeting = hellos.last?.greeting ?? 0
            link.say(
                .welcome(
                    Welcome(
                        speaker: Speaker(wire: wire, software: "0"), greeting: greeting, token: token,
                        node: NodeIdentifier(0),
                        directory: place.folder, now: Instant(nanoseconds: Clock.monotonicNanoseconds()),
                        silenceLimit: .seconds(3600))))
            try #require(wait { self.link.heard.contains(.ready(greeting: greeting)) })
        }

        var hellos: [Hello] {
            link.heard.compactMap { message in
                if case .hello(let hello) = message { hello } else { nil }
            }
        }
    }

    @Test("an attempt that ended after the hello that named it is not started again by an order that is said again")
    func endedMeanwhile() throws {
        let bench = try Bench()
        let first = script("echo first >> \(bench.place.folder)/ran; until [ -e gate ]; do sleep 0.02; done")
        let second = script("echo second >> \(bench.place.folder)/ran")
        try bench.greet()
        var batch = OrderBatch(orders: [start(0, 0)])
        batch.jobs = [.init(identifier: JobIdentifier(0), job: first)]
        bench.link.say(batch)
        try #require(wait { bench.place.lines(of: "ran") == ["first"] })

        try bench.greet()
        #expect(bench.hellos.last?.held == [AttemptIdentifier(0)])
        try bench.place.write("", to: "gate")
        try #require(wait { bench.ends == [AttemptIdentifier(0)] })
        // On its way before the service heard of the end.
        batch.orders.append(start(1, 1))
        batch.jobs.append(.init(identifier: JobIdentifier(1), job: second))
        bench.link.say(batch)
        try #require(wait { bench.ends.contains(AttemptIdentifier(1)) })

        #expect(bench.place.lines(of: "ran").sorted() == ["first", "second"])
        #expect(bench.ends == [AttemptIdentifier(0), AttemptIdentifier(1)])
    }

    @Test("a drained executor asks in every link whether it may go, and goes without a word once it may")
    func askedInEveryLink() throws {
        let bench = try Bench()
        try bench.greet()
        bench.link.say(.drain(true))
        try #require(bench.becomes { $0.questions >= 1 })

        // As from a service that began anew and knows of no question.
        try bench.greet()
        bench.link.say(.drain(true))
        try #require(bench.becomes { $0.questions >= 2 })
        bench.link.say(.leave(false))
        let before = bench.questions
        try #require(bench.becomes { $0.questions > before }, "it no longer asks")
        bench.link.say(.leave(true))
        bench.link.say(.introduce)
        let count = bench.hellos.count

        #expect(wait { bench.isOver })
        #expect(bench.hellos.count == count && !bench.link.heard.contains(.leaving))
    }

    @Test("an executor that has nothing to do and may not go stays at hand, runs what it is given, and asks again")
    func idleAndNeeded() throws {
        let bench = try Bench(idleTimeout: .milliseconds(10))
        try bench.greet()
        try #require(bench.becomes { $0.questions >= 1 })
        bench.link.say(.leave(false))
        try #require(bench.becomes { $0.questions >= 2 })
        var batch = OrderBatch(orders: [start(0, 0)])
        batch.jobs = [.init(identifier: JobIdentifier(0), job: script("echo ran >> ran"))]
        bench.link.say(batch)
        bench.link.say(.leave(false))
        try #require(bench.becomes { $0.ends == [AttemptIdentifier(0)] })
        let before = bench.questions
        try #require(bench.becomes { $0.questions > before }, "it no longer asks")
        bench.link.say(.leave(true))

        #expect(wait { bench.isOver })
        #expect(bench.place.lines(of: "ran") == ["ran"])
        #expect(!bench.link.heard.contains(.leaving) && !bench.link.heard.contains(.drainRequested(true)))
    }

    @Test("an executor of a service too old to be asked says that it goes")
    func serviceTooOld() throws {
        let bench = try Bench()
        try bench.greet(wire: WireVersion(major: 1, minor: 2))

        bench.link.say(.drain(true))

        #expect(wait { bench.isOver })
        #expect(bench.questions == 0 && bench.link.heard.last == .leaving)
    }

    @Test("an executor that is refused keeps what it runs, and goes when that has ended")
    func refusedWhileWorking() throws {
        let bench = try Bench()
        let job = script("echo begun >> ran; until [ -e gate ]; do sleep 0.02; done; echo ended >> ran")
        try bench.greet()
        var batch = OrderBatch(orders: [start(0, 0)])
        batch.jobs = [.init(identifier: JobIdentifier(0), job: job)]
        bench.link.say(batch)
        try #require(wait { bench.place.lines(of: "ran") == ["begun"] })

        let count = bench.hellos.count
        bench.link.say(.refused(by: Speaker(software: "0"), "another run"))
        try bench.place.write("", to: "gate")
        try #require(wait { bench.place.lines(of: "ran") == ["begun", "ended"] })

        #expect(wait { bench.hellos.count > count }, "it never asked again")
        #expect(bench.hellos.last?.held == [])
    }
}
