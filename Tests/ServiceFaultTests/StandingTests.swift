import Model
import Posix
import Testing

/// A task that stands still, or changes its width, under a service and an executor as people start them.
@Suite struct StandingTests {
    private let site: Site

    init() throws { site = try Site() }

    /// A task that says that it began and goes on until it is let go.
    ///
    /// It begins no other program: one that is stopped in the middle of that stands still in another state.
    private func submitWaiting(_ fields: String = "") throws {
        let script = try site.place.script("wait", "echo $$ >> begun\nuntil [ -e go ]; do :; done")
        try site.submit("task", script, fields)
        try #require(wait { !site.place.lines(of: "begun").isEmpty }, "\(site.testDescription)")
    }

    private func begun() throws -> ProcessIdentity {
        let number = try #require(site.place.lines(of: "begun").last.flatMap { Int32($0) })
        return try #require(ProcessIdentity(running: number))
    }

    /// Waits until it stands still by its executor's word, and by the kernel's.
    private func standStill(_ task: ProcessIdentity) throws {
        let asked = try site.rota("pause", "task", "--running")
        try #require(asked.code == 0, "\(asked.testDescription)")
        try site.awaitRecord("it stands still") { $0.isPaused }
        try #require(wait { Processes.state(of: task.number) == "T" }, "\(site.testDescription)")
    }

    @Test("a paused task stands still while its service is killed and comes back, and goes on when it is told to")
    func killedService() throws {
        try site.lend("a", cores: Cores.first)
        try submitWaiting()
        let task = try begun()
        try standStill(task)

        site.service.kill()
        try site.serveAgain()
        try site.awaitRecord("its node was heard again") { $0.events(ofLast: "a").last == .heard }
        try site.place.write("", to: "go")

        #expect(Processes.state(of: task.number) == "T")
        let told = try site.rota("unpause", "task")
        #expect(told.code == 0, "\(told.testDescription)")
        try site.awaitEnd(of: "task")
        try site.shutDown()
        #expect(try site.record.end(of: "task").outcome == .succeeded)
        #expect(site.place.lines(of: "begun").count == 1)
    }

    @Test("with its executor a paused task is lost; its job stays paused when both are back, until it is told to go on")
    func killedExecutor() throws {
        try site.lend("a", cores: Cores.first)
        try submitWaiting(#""lossGrace": "1s""#)
        let task = try begun()
        try standStill(task)

        site.service.kill()
        try site.kill("a")
        #expect(!task.isAlive)
        try site.serveAgain()
        try site.lend("a", cores: Cores.first)
        try site.awaitRecord("the first attempt was lost") { !$0.ends(of: "task").isEmpty }
        try site.awaitRecord("the new executor joined") { $0.nodes(named: "a").count == 2 }
        #expect(site.place.lines(of: "begun").count == 1)
        try site.place.write("", to: "go")
        let told = try site.rota("unpause", "task")

        #expect(told.code == 0, "\(told.testDescription)")
        try site.awaitEnd(of: "task")
        try site.shutDown()
        #expect(try site.record.ends(of: "task").map(\.outcome) == [.lost, .succeeded])
        #expect(site.place.lines(of: "begun").count == 2)
    }

    @Test(
        "a running program finds its new width in its file, and itself on as many processors",
        .enabled(if: Cores.haveTwo, "a width of two needs two cores"))
    func width() throws {
        try site.lend("a", cores: "\(Cores.all[0]),\(Cores.all[1])")
        let script = try site.place.script(
            "watch",
            """
            until [ -e go ]; do
                { head -n 1 "$ROTA_WIDTH_FILE"; grep Cpus_allowed_list /proc/self/status; } > next
                mv next seen
                sleep 0.05
            done
            """)
        try site.submit("task", script, #""cores": "1-2", "malleable": true"#)
        try site.awaitRecord("it runs") { $0.hasStarted }
        /// Waits until it has seen a width, and so many processors.
        func sees(_ width: Int) -> Bool {
            wait {
                let lines = site.place.lines(of: "seen")
                guard lines.count == 2, let list = lines[1].split(separator: "\t").last else { return false }
                let processors = list.split(separator: ",").reduce(0) { sum, span in
                    let bounds = span.split(separator: "-").compactMap { Int($0) }
                    return sum + (bounds.last ?? 0) - (bounds.first ?? 0) + 1
                }
                return lines[0] == "\(width)" && processors == width
            }
        }

        for width in [2, 1, 2] {
            let told = try site.rota("set", "task", "preferredCores=\(width)")
            #expect(told.code == 0, "\(told.testDescription)")
            #expect(sees(width), "\(site.place.content(of: "seen")) \(site.testDescription)")
        }
        try site.place.write("", to: "go")
        try site.awaitEnd(of: "task")
        try site.shutDown()
        #expect(try site.record.end(of: "task").outcome == .succeeded)
    }
}

extension Record {
    fileprivate var hasStarted: Bool {
        facts.contains { if case .attemptStarted = $0 { true } else { false } }
    }

    /// Whether the last that an executor answered left an attempt without cores.
    fileprivate var isPaused: Bool {
        var asked: [AttemptIdentifier: Adjustment] = [:]
        var isPaused = false
        for fact in facts {
            switch fact {
            case .adjustmentDecided(let attempt, let adjustment, _): asked[attempt] = adjustment
            case .attemptAdjusted(let attempt, let number, _):
                if let adjustment = asked[attempt], adjustment.number == number { isPaused = adjustment.isPaused }
            default: break
            }
        }
        return isPaused
    }
}
