import Launch
import Model
import Posix
import Testing

@Suite struct OutputTests {
    @Test("each attempt's output is the bytes its end names, and silence is no bytes")
    func ranges() throws {
        let bench = try Workbench()

        let first = try bench.run("echo one; echo uno >&2")
        let silent = try bench.run("true")
        let last = try bench.run("echo three")

        #expect(try bench.output(of: first) == "one\n")
        #expect(try bench.output(of: first, isError: true) == "uno\n")
        #expect(silent.standardOutput.count == 0 && silent.standardError.count == 0)
        #expect(try bench.output(of: last) == "three\n")
    }

    @Test("once a file is large the next attempt prints into a new one, and each range still holds")
    func rotation() throws {
        let bench = try Workbench()
        for attempt in 0..<10 {
            try bench.launcher.start(
                bench.request(attempt, "head -c 30000 /dev/zero | tr '\\0' \(attempt); echo e\(attempt) >&2"), on: 0)
        }
        _ = bench.launcher.flush()

        for attempt in 0..<10 {
            let end = try bench.end(of: attempt)
            #expect(try bench.output(of: end) == String(repeating: "\(attempt)", count: 30000))
            #expect(try bench.output(of: end, isError: true) == "e\(attempt)\n")
            // 30,000, 60,000 and 90,000 bytes: the third passes 64 KiB.
            #expect(end.standardOutput.generation == attempt / 3)
            #expect(end.standardError.generation == 0)
        }
    }

    @Test("a flood of output is kept whole")
    func flood() throws {
        let bench = try Workbench()

        let end = try bench.run("head -c 10000000 /dev/zero")

        #expect(end.standardOutput.count == 10_000_000)
        #expect(try bench.run("echo after").standardOutput.offset == 0)
    }

    @Test("a program that cuts the file it prints into harms only itself")
    func truncated() throws {
        let bench = try Workbench()

        _ = try bench.run("echo before")
        let cut = try bench.run("echo word; truncate -s 0 /proc/self/fd/1")
        let next = try bench.run("echo next")

        #expect(cut.standardOutput.count == 0)
        #expect(try bench.output(of: next) == "next\n")
    }

    @Test("inherited streams are the launcher's own")
    func inherited() throws {
        let bench = try Workbench(prelude: "exec > \"$(dirname \"$0\")/shared\"")
        var request = bench.request(0, "echo to rota")
        request.standardOutput = .inherited

        #expect(try bench.run(request).status == .exited(0))

        #expect(try FileSystem.content(of: "\(bench.folder)/shared") == Array("to rota\n".utf8))
    }

    @Test("an attempt in the foreground stays in rota's session and group, any other leads its own")
    func foreground() throws {
        let bench = try Workbench(isForeground: true)
        let ours = try FileSystem.content(of: "/proc/self/stat")
        var request = bench.request(0, ["/bin/cat", "/proc/self/stat"])
        request.isForeground = true
        let theirs = try bench.output(of: bench.run(request))
        let alone = try bench.output(of: bench.run(bench.request(1, ["/bin/cat", "/proc/self/stat"])))

        func groupAndSession(_ text: String) -> [Substring] {
            Array(text.split(separator: ")").last?.split(separator: " ")[2...3] ?? [])
        }
        #expect(groupAndSession(theirs) == groupAndSession(String(decoding: ours, as: UTF8.self)))
        #expect(groupAndSession(alone).first == alone.split(separator: " ").first)
    }

    @Test("a lane has as many descriptors after many attempts as before, and its programs have none of rota's")
    func leaks() throws {
        let bench = try Workbench()
        let listing = "ls /proc/$PPID/fd; echo own; ls /proc/$$/fd"
        let first = try bench.run(listing)
        for attempt in 0..<50 {
            var request = bench.request(attempt, "head -c 70000 /dev/zero; exit 1")
            if attempt % 3 == 0 { request.standardOutput = .file("file") }
            if attempt % 7 == 0 { request.workingDirectory = "\(bench.folder)/start/nowhere" }
            _ = try bench.run(request)
        }
        let last = try bench.run(listing)

        #expect(try bench.output(of: first) == bench.output(of: last))
        // What whoever started us left open is handed on, as a shell does.
        let inherited = try FileSystem.names(in: "/proc/self/fdinfo").filter { name in
            guard let bytes = try? FileSystem.content(of: "/proc/self/fdinfo/\(name)") else { return false }
            let flags = String(decoding: bytes, as: UTF8.self).split(separator: "\n").first { $0.hasPrefix("flags:") }
            return flags.flatMap { Int($0.dropFirst(6).drop { $0 == "\t" }, radix: 8) }.map { $0 & 0o2000000 == 0 }
                ?? false
        }
        let own = try bench.output(of: first).split(separator: "own\n").last?.split(separator: "\n").map(String.init)
        #expect(own?.sorted() == inherited.sorted())
    }
}
