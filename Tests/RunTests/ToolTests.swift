import Posix
import Testing

/// The tools of these tests see what they are there to see.
@Suite struct ToolTests {
    @Test("two marked tasks at once on one core are noticed, one after the other they are not")
    func collisions() throws {
        let place = try Workplace()
        let core = try #require(try Machine.affinity().first)
        let marks = try Marks(in: place, work: ": > here-$1; [ $1 != 1 ] || while [ ! -e here-2 ]; do sleep 0.01; done")
        func start(_ iteration: Int) throws -> Running {
            place.environment["ROTA_ATTEMPT"] = "token-\(iteration)"
            return try place.start(["taskset", "-c", "\(core)", marks.script, "\(iteration)"])
        }

        _ = try start(0).finish()
        #expect(marks.collisions == [])
        let first = try start(1)
        #expect(wait { FileSystem.exists(place.path("here-1")) })
        _ = try start(2).finish()
        _ = try first.finish()

        #expect(marks.collisions == ["2 token-2 core \(core)"])
        #expect(marks.all.map(\.iteration).sorted() == [0, 1, 2])
        #expect(Set(marks.all.map(\.attempt)) == ["token-0", "token-1", "token-2"])
    }

    @Test("a trace counts as durable what was written before a synchronisation began that succeeded")
    func trace() throws {
        let place = try Workplace()
        try place.write(
            """
            10 execve("/bin/rota", ["rota", "run"], 0x7ffe /* 3 vars */) = 0
            10 write(5</x/.rota/runs/1/00000001.facts>, "ROTA"..., 100) = 100
            10 fdatasync(5</x/.rota/runs/1/00000001.facts> <unfinished ...>
            11 write(5</x/.rota/runs/1/00000001.facts>, "more", 20) = 20
            10 <... fdatasync resumed>)        = 0
            12 execve("/x/step", ["/x/step", "first", "3"], 0x7ffe /* 9 vars */ <unfinished ...>
            10 fdatasync(5</x/.rota/runs/1/00000001.facts>) = -1 EIO (Input/output error)
            10 write(1</x/.call-1.out>, "first 3 is done\\n", 16) = 16
            10 pwrite64(5</x/.rota/runs/1/00000001.facts>, "again", 30, 110) = 30
            10 fdatasync(5</x/.rota/runs/1/00000001.facts>) = 0
            """, to: "trace")

        let events = try Trace(log: place.path("trace")).events.map { "\($0)" }

        #expect(
            events == [
                "started([\"rota\", \"run\"])", "durable(segment: 1, upTo: 100)",
                "started([\"/x/step\", \"first\", \"3\"])",
                "written(path: \"/x/.call-1.out\", text: \"\\\"first 3 is done\\\\n\\\", 16) = 16\")",
                "durable(segment: 1, upTo: 140)",
            ])
    }

    @Test("strace can be used here, and its log is understood")
    func realTrace() throws {
        let place = try Workplace()
        place.wrapper = Trace.wrapper(log: place.path("trace"))

        try place.start(["dd", "if=/dev/zero", "of=00000007.facts", "bs=100", "count=3", "conv=fdatasync"]).finish()

        let events = try Trace(log: place.path("trace")).events.map { "\($0)" }
        #expect(events.contains("durable(segment: 7, upTo: 300)"), "\(events)")
    }

    @Test("a small disk fills up and can be freed", .enabled(if: Namespaces.canMount))
    func smallDisk() throws {
        let disk = try Mount(kibibytes: 256)
        try disk.fill(leavingKibibytes: 64)
        let full = [UInt8](repeating: 1, count: 200_000)

        #expect(throws: SystemFailure.self) { try FileSystem.replace("\(disk.folder)/file", with: full) }
        try disk.makeRoom()
        try FileSystem.replace("\(disk.folder)/file", with: full)
    }

    @Test("a network folder shows what is written to it", .enabled(if: FileSystem.isWritable("/dev/fuse")))
    func networkFolder() throws {
        let mount = try Mount(throughSSHFS: ())

        try FileSystem.replace("\(mount.folder)/file", with: Array("text".utf8))

        #expect(try FileSystem.content(of: "\(mount.folder)/file") == Array("text".utf8))
    }

    @Test("the same seed makes the same choices")
    func seeds() {
        func numbers(_ seed: UInt64) -> [UInt64] {
            var generator = SeededGenerator(seed: seed)
            return (0..<5).map { _ in generator.next() }
        }

        #expect(numbers(7) == numbers(7))
        #expect(numbers(7) != numbers(8))
    }
}
