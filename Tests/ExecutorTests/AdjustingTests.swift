import Executor
import Model
import Posix
import Testing

@Suite struct AdjustingTests {
    /// It begins no other program: one that is stopped in the middle of that stands still in another state.
    private static let waits = "echo $$ > pid; while ! [ -e go ]; do :; done"

    private func placement(cores: [Int]) -> Placement {
        Placement(
            parts: [.init(node: NodeIdentifier(0), cores: cores.map { Placement.CoreShare(position: $0) })])
    }

    private func adjust(_ bench: Workbench, _ attempt: Int, number: Int, cores: [Int] = [], isPaused: Bool = false) {
        bench.perform(
            .adjust(
                AttemptIdentifier(attempt),
                Adjustment(number: number, placement: placement(cores: cores), isPaused: isPaused)))
    }

    /// 0, or an error number, with how often it was said.
    private func answers(_ bench: Workbench, _ attempt: Int, number: Int, times: Int = 1) throws -> Int {
        try bench.eventually {
            let answers = bench.facts.compactMap { fact -> Int? in
                switch fact {
                case .attemptAdjusted(let its, number, _) where its.number == attempt: 0
                case .adjustmentFailed(let its, number, let errorNumber, _) where its.number == attempt: errorNumber
                default: nil
                }
            }
            return answers.count >= times ? answers.last : nil
        }
    }

    private func range(_ job: inout Job) { job.request.cores = Cores(1)...Cores(2) }

    @Test("a pause is answered once it is in force, and again when it is asked again")
    func pause() throws {
        let bench = try Workbench()
        bench.start(0, Self.waits)
        let process = try bench.number(in: "pid")

        adjust(bench, 0, number: 1, isPaused: true)
        #expect(try answers(bench, 0, number: 1) == 0)
        #expect(try state(of: process) == "T")
        adjust(bench, 0, number: 1, isPaused: true)
        #expect(try answers(bench, 0, number: 1, times: 2) == 0)
        adjust(bench, 0, number: 2, cores: [0])
        #expect(try answers(bench, 0, number: 2) == 0)
        // What was overtaken on its way changes nothing any more.
        adjust(bench, 0, number: 1, isPaused: true)
        try bench.folder.write([], to: "go")

        #expect(try bench.end(of: 0).outcome == .succeeded)
    }

    @Test("a task whose width is a range reads it in a file of its own, which is gone with it")
    func widthFile() throws {
        let bench = try Workbench()
        bench.start(0, "echo $$ > pid; echo $ROTA_WIDTH_FILE; while ! [ -e go ]; do sleep 0.01; done", change: range)
        _ = try bench.number(in: "pid")
        let path = "\(bench.folder.path)/widths/0/width"
        func content() throws -> String { String(decoding: try FileSystem.content(of: path), as: UTF8.self) }

        #expect(try content() == "1\n\n")
        #expect(try FileSystem.status(of: "\(bench.folder.path)/widths").mode & 0o777 == 0o700)
        adjust(bench, 0, number: 1, cores: [0, 1])
        #expect(try content() == "2\n\n", "a program learns of cores before it has them")
        #expect(try answers(bench, 0, number: 1) == 0)
        adjust(bench, 0, number: 2, cores: [1])
        #expect(try answers(bench, 0, number: 2) == 0)
        #expect(try content() == "1\n\n")
        try bench.folder.write([], to: "go")
        let end = try bench.end(of: 0)

        #expect(try bench.output(of: end) == path + "\n")
        #expect(!FileSystem.exists(path))
    }

    @Test("a task of one width has no such file")
    func fixedWidth() throws {
        let bench = try Workbench()

        bench.start(0, "echo ${ROTA_WIDTH_FILE-none}")

        #expect(try bench.output(of: bench.end(of: 0)) == "none\n")
    }

    @Test("every thread moves with its task, and the file names the processors")
    func move() throws {
        let allowed = try processors(of: Process.number)
        let (first, last) = (try #require(allowed.first), try #require(allowed.last))
        let bench = try Workbench()
        bench.executor.add(
            Node(identifier: NodeIdentifier(0), name: "here", cores: [first, last], memory: .gibibytes(1)))
        let script = """
            import os, threading
            def wait():
                while not os.path.exists("go"): pass
            threads = [threading.Thread(target=wait) for _ in range(8)]
            for thread in threads: thread.start()
            with open("draft", "w") as file: file.write(f"{os.getpid()}\\n")
            os.rename("draft", "pid")
            """
        bench.start(0, "") { job in
            job.command.action = .program("python3", arguments: ["-c", Template(script)])
            job.request.cores = Cores(1)...Cores(2)
        }
        let process = try bench.number(in: "pid")
        let threads = try FileSystem.names(in: "/proc/\(process)/task").compactMap { Int32($0) }
        try #require(try threads.count == 9 && threads.allSatisfy { try processors(of: $0) == [first] })

        adjust(bench, 0, number: 1, cores: [1])
        #expect(try answers(bench, 0, number: 1) == 0)

        #expect(try threads.map(processors).allSatisfy { $0 == [last] })
        #expect(try bench.folder.content(of: "widths/0/width") == Array("1\n\(last)\n".utf8))
        try bench.folder.write([], to: "go")
        #expect(try bench.end(of: 0).outcome == .succeeded)
    }

    @Test("what starts ranks elsewhere says that it can't be adjusted")
    func elsewhere() throws {
        let bench = try Workbench()
        var far = Node(identifier: NodeIdentifier(1), name: "far", cores: [0], memory: .gibibytes(1))
        far.executor = 9
        bench.executor.add(far)
        let place = Placement(
            parts: [0, 1].map { .init(node: NodeIdentifier($0), cores: [Placement.CoreShare(position: 0)]) })

        bench.start(0, Self.waits, at: place)
        _ = try bench.number(in: "pid")
        adjust(bench, 0, number: 1, isPaused: true)

        // 95: EOPNOTSUPP.
        #expect(try answers(bench, 0, number: 1) == 95)
        try bench.folder.write([], to: "go")
        #expect(try bench.end(of: 0).outcome == .succeeded)
    }

    @Test("an attempt that has ended answers by its end alone")
    func ended() throws {
        let bench = try Workbench()
        bench.start(0, "true")
        _ = try bench.end(of: 0)

        adjust(bench, 0, number: 1, isPaused: true)
        bench.start(1, "true")
        _ = try bench.end(of: 1)

        #expect(
            !bench.facts.contains { fact in
                if case .attemptAdjusted = fact { return true }
                if case .adjustmentFailed = fact { return true }
                return false
            })
    }

    private func state(of process: Int32) throws -> Character? {
        let text = String(decoding: try FileSystem.content(of: "/proc/\(process)/stat"), as: UTF8.self)
        return text[(text.lastIndex(of: ")") ?? text.startIndex)...].dropFirst(2).first
    }

    private func processors(of thread: Int32) throws -> [Int] {
        let text = String(decoding: try FileSystem.content(of: "/proc/\(thread)/status"), as: UTF8.self)
        let line = text.split(separator: "\n").first { $0.hasPrefix("Cpus_allowed_list:") } ?? ""
        return line.dropFirst(18).split(whereSeparator: { $0 == "," || $0.isWhitespace }).flatMap { span -> [Int] in
            let bounds = span.split(separator: "-").compactMap { Int($0) }
            return Array(bounds[0]...(bounds.last ?? bounds[0]))
        }
    }
}
