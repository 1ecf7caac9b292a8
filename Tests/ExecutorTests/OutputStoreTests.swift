import Executor
import Model
import Posix
import Testing

@Suite struct OutputStoreTests {
    private func piece(
        _ bytes: Range<Int64>, _ stream: OutputStore.Stream = .output, generation: Int = 0
    ) -> OutputStore.Piece {
        OutputStore.Piece(lane: 0, generation: generation, stream: stream, bytes: bytes)
    }

    private func letters(_ letter: Character, _ count: Int) -> [UInt8] {
        Array(String(repeating: letter, count: count).utf8)
    }

    private func read(
        _ output: CapturedOutput, of attempt: Int, _ stream: OutputStore.Stream, in folder: Workfolder,
        last: Int? = nil
    ) throws -> [UInt8] {
        let end = AttemptEnd(
            attempt: AttemptIdentifier(attempt), startedAt: nil, endedAt: .zero, outcome: .succeeded, output: output)
        return try OutputReader(folder: folder.path).read(stream, of: end, last: last)
    }

    @Test("short pieces lie one behind the other in one log, also after it was opened again")
    func log() throws {
        let folder = try Workfolder()
        var store = try OutputStore(folder: folder.path)
        try folder.write(Array("onetwo".utf8), to: "lanes/lane-0.0.out")
        try folder.write(Array("bad".utf8), to: "lanes/lane-0.0.err")

        let first = try store.store(piece(0..<3), piece(0..<3, .error), of: AttemptIdentifier(0))
        try store.flush()
        let second = try store.store(piece(3..<6), piece(3..<3, .error), of: AttemptIdentifier(1))
        try store.flush()
        try store.synchronize()
        store.close()
        var again = try OutputStore(folder: folder.path)
        try folder.write(Array("three".utf8), to: "lanes/lane-0.0.out")
        let third = try again.store(piece(0..<5), piece(0..<0, .error), of: AttemptIdentifier(2))
        try again.flush()
        again.close()

        #expect(try read(first, of: 0, .output, in: folder) == Array("one".utf8))
        #expect(try read(first, of: 0, .error, in: folder) == Array("bad".utf8))
        #expect(try read(second, of: 1, .output, in: folder) == Array("two".utf8))
        #expect(second.standardError == .nothing)
        #expect(try read(third, of: 2, .output, in: folder) == Array("three".utf8))
        #expect(try read(third, of: 2, .output, in: folder, last: 2) == Array("ee".utf8))
        #expect(!FileSystem.exists(folder.path + "/lanes"))
    }

    @Test("a long piece becomes a file of its own, whether it is a whole lane's file or the end of one")
    func ownFiles() throws {
        let folder = try Workfolder()
        var store = try OutputStore(folder: folder.path)
        try folder.write(letters("x", 70_000), to: "lanes/lane-0.0.out")
        try folder.write(letters("a", 10) + letters("y", 80_000), to: "lanes/lane-0.0.err")

        let output = try store.store(piece(0..<70_000), piece(10..<80_010, .error), of: AttemptIdentifier(3))

        #expect(output.standardOutput == .file(count: 70_000))
        #expect(try folder.content(of: "outputs/3.out") == letters("x", 70_000))
        #expect(try read(output, of: 3, .error, in: folder) == letters("y", 80_000))
    }

    @Test("a lane's file goes when the first piece of the next one has come")
    func rotation() throws {
        let folder = try Workfolder()
        var store = try OutputStore(folder: folder.path)
        try folder.write(letters("a", 65_537), to: "lanes/lane-0.0.out")
        try folder.write(letters("b", 5), to: "lanes/lane-0.1.out")

        let first = try store.store(piece(30_000..<65_537), piece(0..<0, .error), of: AttemptIdentifier(0))
        #expect(FileSystem.exists(folder.path + "/lanes/lane-0.0.out"))
        let second = try store.store(piece(0..<5, generation: 1), piece(0..<0, .error), of: AttemptIdentifier(1))
        try store.flush()

        #expect(!FileSystem.exists(folder.path + "/lanes/lane-0.0.out"))
        #expect(try read(first, of: 0, .output, in: folder) == letters("a", 35_537))
        #expect(try read(second, of: 1, .output, in: folder) == letters("b", 5))
    }

    @Test(
        "on a full disk nothing is lost: the same calls succeed once there is room",
        .enabled(if: Process.isRoot, "mounting a small disk takes root"))
    func fullDisk() throws {
        let folder = try Workfolder(kibibytes: 1024)
        var store = try OutputStore(folder: folder.path)
        try folder.write(letters("s", 5000), to: "lanes/lane-0.0.out")
        let short = try store.store(piece(0..<5000), piece(0..<0, .error), of: AttemptIdentifier(0))
        try folder.write(letters("x", 70_000), to: "lanes/lane-0.1.out")
        try folder.write(letters("a", 10) + letters("y", 80_000), to: "lanes/lane-0.0.err")
        try FileSystem.makeDirectories(folder.path + "/outputs", mode: 0o700)
        try folder.fill()

        func long() throws(SystemFailure) -> CapturedOutput {
            try store.store(
                piece(0..<70_000, generation: 1), piece(10..<80_010, .error), of: AttemptIdentifier(1))
        }
        #expect(throws: SystemFailure.self) { try store.flush() }
        #expect(throws: SystemFailure.self) { _ = try long() }
        #expect(throws: SystemFailure.self) { _ = try long() }
        try folder.makeRoom()
        let output = try long()
        try store.flush()

        #expect(try read(short, of: 0, .output, in: folder) == letters("s", 5000))
        #expect(try read(output, of: 1, .output, in: folder) == letters("x", 70_000))
        #expect(try read(output, of: 1, .error, in: folder) == letters("y", 80_000))
    }
}
