import Launch
import Model
import Posix
import Testing

@Suite struct StartTests {
    struct Failure: Sendable, CustomTestStringConvertible {
        var step: StartFailure.Step
        var errorNumber: Int
        var path: String
        var change: @Sendable (inout LaunchRequest, String) -> Void

        var testDescription: String { "\(step) \(path)" }
    }

    static let failures = [
        Failure(step: .workingDirectory, errorNumber: 20, path: "plain/below") { request, folder in
            request.workingDirectory = "\(folder)/plain/below"
        },
        Failure(step: .workingDirectory, errorNumber: 20, path: "plain") { request, folder in
            request.workingDirectory = "\(folder)/plain"
        },
        Failure(step: .standardInput, errorNumber: 2, path: "missing") { request, folder in
            request.standardInput = .file("\(folder)/missing")
        },
        Failure(step: .standardOutput, errorNumber: 2, path: "missing/out") { request, folder in
            request.standardOutput = .file("\(folder)/missing/out")
        },
        Failure(step: .standardError, errorNumber: 21, path: "folder") { request, folder in
            request.standardError = .file("\(folder)/folder")
        },
        Failure(step: .execute, errorNumber: 2, path: "missing") { request, folder in
            request.arguments = Texts(["\(folder)/missing"])
        },
        Failure(step: .execute, errorNumber: 13, path: "plain") { request, folder in
            request.arguments = Texts(["\(folder)/plain"])
        },
        Failure(step: .execute, errorNumber: 13, path: "folder") { request, folder in
            request.arguments = Texts(["\(folder)/folder"])
        },
    ]

    @Test("a start that fails says which step, which path and why", arguments: failures)
    func failure(failure: Failure) throws {
        let bench = try Workbench()
        try FileSystem.makeDirectory("\(bench.folder)/folder")
        try FileSystem.replace("\(bench.folder)/plain", with: Array("text".utf8))
        var request = bench.request(0, "true")
        failure.change(&request, bench.folder)

        let end = try bench.run(request)

        let path = "\(bench.folder)/\(failure.path)"
        #expect(
            end.cause == .startFailed(StartFailure(step: failure.step, errorNumber: failure.errorNumber, path: path)))
        #expect(end.startedAt == nil)
        #expect(try bench.run("exit 5").status == .exited(5), "the lane goes on")
    }

    @Test("a program is looked up along the PATH of its own environment")
    func path() throws {
        let bench = try Workbench()
        for (folder, code) in [("a", 1), ("b", 2)] {
            try FileSystem.makeDirectory("\(bench.folder)/\(folder)")
            let script = Array("#!/bin/sh\nexit \(code)\n".utf8)
            try FileSystem.replace("\(bench.folder)/\(folder)/which-one", with: script, mode: 0o755)
        }
        func run(_ attempt: Int, path: String?) throws -> LaunchEnd {
            var request = bench.request(attempt, ["which-one"])
            if let path { request.environment = Texts(["PATH=\(path)"]) }
            return try bench.run(request)
        }

        #expect(try run(0, path: "/nowhere:\(bench.folder)/a:\(bench.folder)/b").status == .exited(1))
        #expect(try run(1, path: "\(bench.folder)/b:\(bench.folder)/a").status == .exited(2))
        #expect(try run(2, path: "\(bench.folder)/b:\(bench.folder)/a").status == .exited(2))
        #expect(
            try run(3, path: nil).cause
                == .startFailed(StartFailure(step: .execute, errorNumber: 2, path: "which-one")))
        try FileSystem.remove("\(bench.folder)/b/which-one")
        #expect(try run(4, path: "\(bench.folder)/b:\(bench.folder)/a").status == .exited(1))
        #expect(try run(5, path: "b:a").status == .exited(1), "relative folders count from the working folder")
    }

    @Test("a text without a first line that names its interpreter is run by the shell")
    func shellText() throws {
        let bench = try Workbench()
        try FileSystem.replace("\(bench.folder)/text", with: Array("exit $2\n".utf8), mode: 0o755)

        #expect(try bench.run(bench.request(0, ["./text", "a", "6"])).status == .exited(6))
    }

    @Test("variables are laid over the base environment, removed from it, or stand alone")
    func environment() throws {
        let bench = try Workbench(prelude: "export BASE=base OTHER=other ROTA_X=x")
        var request = bench.request(0, "echo $BASE/$OTHER/$ROTA_X/$NEW")
        request.environment = Texts(["OTHER=changed", "ROTA_X", "NEW=a=b", "NEW=c=d"])

        #expect(try bench.output(of: bench.run(request)) == "base/changed//c=d\n")

        request = bench.request(1, ["/usr/bin/env"])
        request.environment = Texts(["ONLY=one", "SPACE=a b"])
        request.inheritsEnvironment = false
        #expect(try bench.output(of: bench.run(request)) == "ONLY=one\nSPACE=a b\n")
    }

    @Test("arguments arrive byte by byte, empty ones and those that are not UTF-8 too")
    func arguments() throws {
        let bench = try Workbench()
        var arguments = Texts(["/bin/sh", "-c", "for a; do printf '[%s]' \"$a\"; done | od -An -tx1", "sh", "", "ä"])
        arguments.append([0xff, 0x0a, 0x20])
        arguments.append(Array("cut".utf8) + [0, 1])
        var request = bench.request(0, "")
        request.arguments = arguments

        let hexadecimal = try bench.output(of: bench.run(request)).split(whereSeparator: \.isWhitespace)

        #expect(hexadecimal.joined() == "5b5d5bc3a45d5bff0a205d5b6375745d")
    }

    @Test("a working folder is made with those above it, and files are relative to it")
    func files() throws {
        let bench = try Workbench()
        var request = bench.request(0, "cat; echo words; echo warning >&2")
        request.workingDirectory = "\(bench.folder)/a/b"
        request.standardInput = .file("../../in")
        request.standardOutput = .file("both")
        request.standardError = .file("both")
        try FileSystem.replace("\(bench.folder)/in", with: Array("input\n".utf8))

        #expect(try bench.run(request).status == .exited(0))

        let both = try FileSystem.content(of: "\(bench.folder)/a/b/both")
        #expect(String(decoding: both, as: UTF8.self) == "input\nwords\nwarning\n")
    }

    @Test("an attempt that waits for the other end of a FIFO can be ended")
    func blockedOpen() throws {
        let bench = try Workbench()
        #expect(try bench.run(bench.request(0, "mkfifo fifo")).status == .exited(0))
        var request = bench.request(1, "true")
        request.standardInput = .file("fifo")

        try bench.start(request)
        _ = try bench.process(of: 1)
        bench.launcher.end(AttemptIdentifier(1), on: 0, grace: .seconds(100))
        _ = bench.launcher.flush()

        #expect(try bench.end(of: 1).cause == .stopped)
    }

    @Test("an attempt is held to its processors, and the next one without any is free again")
    func processors() throws {
        let bench = try Workbench()
        let all = try Machine.affinity()
        func request(_ attempt: Int, _ processors: [Int]) -> LaunchRequest {
            var request = bench.request(attempt, ["/bin/sh", "-c", "nproc; taskset -cp $$ | sed 's/.*: //'"])
            request.processors = processors
            return request
        }

        let last = try #require(all.last)
        let free = try bench.output(of: bench.run(request(0, [])))
        #expect(try bench.output(of: bench.run(request(1, [last]))) == "1\n\(last)\n")
        #expect(try bench.output(of: bench.run(request(2, []))) == free)
    }

    @Test("when descriptors run out the start says so, and what needs none still runs")
    func descriptors() throws {
        // 7: what a lane needs for itself, and none for the captured output.
        let bench = try Workbench(prelude: "ulimit -n 7")
        let captured = try bench.run("true")
        var silent = bench.request(1, ["/bin/true"])
        silent.standardOutput = .nothing
        silent.standardError = .nothing

        guard case .startFailed(let failure) = captured.cause else {
            Issue.record("\(captured)")
            return
        }
        #expect(failure.errorNumber == 24)
        #expect([.standardOutput, .standardError].contains(failure.step))
        #expect(try bench.run(silent).status == .exited(0))
    }
}
