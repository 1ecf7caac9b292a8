import Executor
import Model
import Posix
import Testing

/// Programs that are asked to save before they stand still for long.
@Suite struct SavingTests {
    /// Tells of an epoch, then answers each time it is asked to save; it begins no other program.
    private static let saves = """
        echo epoch 1 5 6 1 >> epochs; echo $$ > pid
        while ! [ -e go ]; do
        word=; { read width; read processors; read word; } < $ROTA_WIDTH_FILE
        if [ "$word" = save ] && [ "$before" != save ]; then echo saved 1 7 >> epochs; fi
        if [ "$word" != save ] && [ "$before" = save ]; then echo gone >> gone; fi
        before=$word
        done
        """
    /// Tells of an epoch, and saves for nobody.
    private static let isDeaf = "echo epoch 1 5 6 1 >> epochs; echo $$ > pid; while ! [ -e go ]; do :; done"
    private static let isSilent = "echo $$ > pid; while ! [ -e go ]; do :; done"

    private func bench(limit: Duration, servesInTurn: Bool = false) throws -> Workbench {
        try Workbench { configuration in
            configuration.savingLimit = limit
            configuration.servesInTurn = servesInTurn
        }
    }

    private func start(_ script: String, _ bench: Workbench) throws -> Int32 {
        bench.start(0, script) { job in
            job.request.cores = Cores(1)...Cores(2)
            job.command.environment = [.init(name: "ROTA_EPOCHS_FILE", value: "epochs")]
        }
        return try bench.number(in: "pid")
    }

    private func adjust(_ bench: Workbench, number: Int, cores: [Int] = [], for task: TaskIdentifier? = nil) {
        let part = Placement.Part(
            node: NodeIdentifier(0), cores: cores.map { Placement.CoreShare(position: $0) })
        let adjustment = Adjustment(
            number: number, placement: Placement(parts: [part]), isPaused: cores.isEmpty, madeRoomFor: task)
        bench.perform(.adjust(AttemptIdentifier(0), adjustment))
    }

    private func waitUntilInForce(_ bench: Workbench, number: Int) throws {
        try bench.wait { fact in
            if case .attemptAdjusted(_, number, _) = fact { () } else { nil }
        }
    }

    private func content(_ name: String, _ bench: Workbench) throws -> String {
        String(decoding: try bench.folder.content(of: name), as: UTF8.self)
    }

    private func state(of process: Int32) throws -> Character? {
        let text = String(decoding: try FileSystem.content(of: "/proc/\(process)/stat"), as: UTF8.self)
        return text[(text.lastIndex(of: ")") ?? text.startIndex)...].dropFirst(2).first
    }

    private func end(_ bench: Workbench) throws {
        try bench.folder.write([], to: "go")
        #expect(try bench.end(of: 0).outcome == .succeeded)
    }

    @Test("a program that tells of itself saves before it stands still, each time, and then the word is gone")
    func saves() throws {
        let bench = try bench(limit: .seconds(60))
        let process = try start(Self.saves, bench)

        for round in 1...2 {
            adjust(bench, number: 2 * round - 1, for: TaskIdentifier(job: JobIdentifier(1), iteration: 0))
            try waitUntilInForce(bench, number: 2 * round - 1)
            #expect(try state(of: process) == "T")
            let saved = String(repeating: "saved 1 7\n", count: round)
            #expect(try content("epochs", bench) == "epoch 1 5 6 1\n" + saved)

            adjust(bench, number: 2 * round, cores: [0])
            try waitUntilInForce(bench, number: 2 * round)
            #expect(try content("widths/0/width", bench) == "1\n\n")
            // Only who has seen that the word is gone sees that it comes again.
            let gone = String(repeating: "gone\n", count: round)
            try bench.eventually { (try? self.content("gone", bench)) == gone ? () : nil }
        }

        try end(bench)
    }

    @Test("a program that saves for nobody is paused when its time is over, and reads the word until it goes on")
    func deaf() throws {
        let bench = try bench(limit: .milliseconds(50))
        let process = try start(Self.isDeaf, bench)

        adjust(bench, number: 1)
        try waitUntilInForce(bench, number: 1)
        #expect(try state(of: process) == "T")
        #expect(try content("widths/0/width", bench) == "1\n\nsave\n")
        adjust(bench, number: 2, cores: [0, 1])

        try waitUntilInForce(bench, number: 2)
        #expect(try content("widths/0/width", bench) == "2\n\n")
        try end(bench)
    }

    @Test("a program that never told of itself is paused at once, and one whose turn is over, and one with no time")
    func atOnce() throws {
        let other = TaskIdentifier(job: JobIdentifier(1), iteration: 0)
        let cases: [(script: String, limit: Duration, servesInTurn: Bool, task: TaskIdentifier?)] = [
            (Self.isSilent, .seconds(600), false, nil), (Self.isDeaf, .seconds(600), true, other),
            (Self.isDeaf, .zero, false, nil),
        ]
        for (script, limit, servesInTurn, task) in cases {
            let bench = try bench(limit: limit, servesInTurn: servesInTurn)
            let process = try start(script, bench)

            adjust(bench, number: 1, for: task)
            try waitUntilInForce(bench, number: 1)

            #expect(try state(of: process) == "T")
            #expect(try content("widths/0/width", bench) == "1\n\n")
            adjust(bench, number: 2, cores: [0])
            try end(bench)
        }
    }

    @Test("what is no file is not waited for, and nobody is held up by reading it")
    func noFile() throws {
        let bench = try bench(limit: .seconds(600))
        let process = try start("mkfifo epochs; echo $$ > pid; while ! [ -e go ]; do :; done", bench)

        adjust(bench, number: 1)
        try waitUntilInForce(bench, number: 1)

        #expect(try state(of: process) == "T")
        adjust(bench, number: 2, cores: [0])
        try end(bench)
    }

    @Test("a person's pause asks to save also where everybody is served in turn")
    func frozen() throws {
        let bench = try bench(limit: .seconds(60), servesInTurn: true)
        _ = try start(Self.saves, bench)

        adjust(bench, number: 1)
        try waitUntilInForce(bench, number: 1)

        #expect(try content("epochs", bench).contains("saved"))
        adjust(bench, number: 2, cores: [0])
        try end(bench)
    }

    @Test("while one is asked to save, it can go on after all, or end")
    func overtaken() throws {
        let bench = try bench(limit: .seconds(600))
        let process = try start(Self.isDeaf, bench)
        adjust(bench, number: 1)
        try bench.eventually { try self.content("widths/0/width", bench).contains("save") ? () : nil }

        adjust(bench, number: 2, cores: [0, 1])
        try waitUntilInForce(bench, number: 2)

        #expect(try content("widths/0/width", bench) == "2\n\n")
        #expect(try state(of: process) != "T")
        adjust(bench, number: 3)
        try bench.eventually { try self.content("widths/0/width", bench).contains("save") ? () : nil }
        try end(bench)
    }
}
