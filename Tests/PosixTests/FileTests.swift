import Posix
import Testing

@Suite struct FileTests {
    @Test("a replaced file has the new content, its mode, and leaves no draft behind")
    func replace() throws {
        let folder = try FileSystem.makeTemporaryDirectory("posix")
        defer { try? FileSystem.removeTree(folder) }

        try FileSystem.replace("\(folder)/access", with: Array("old".utf8))
        try FileSystem.replace("\(folder)/access", with: Array("new".utf8))

        #expect(try FileSystem.content(of: "\(folder)/access") == Array("new".utf8))
        #expect(try FileSystem.status(of: "\(folder)/access").mode == 0o600)
        #expect(try FileSystem.names(in: folder) == ["access"])
    }

    @Test("a failure names the call, the path and the system's reason")
    func failure() throws {
        let error = #expect(throws: SystemFailure.self) { try FileSystem.content(of: "/nowhere/at/all") }

        #expect(error?.description == "cannot open /nowhere/at/all: No such file or directory")
        #expect(error?.isMissing == true)
    }

    @Test("folders are made with those above them, and making them again changes nothing")
    func makeDirectories() throws {
        let folder = try FileSystem.makeTemporaryDirectory("posix")
        defer { try? FileSystem.removeTree(folder) }

        try FileSystem.makeDirectories("\(folder)/a/b/c")
        try FileSystem.makeDirectories("\(folder)/a/b/c")

        #expect(try FileSystem.status(of: "\(folder)/a/b/c").kind == .directory)
        #expect(throws: SystemFailure.self) { try FileSystem.makeDirectory("\(folder)/a") }
        try FileSystem.replace("\(folder)/file", with: [])
        #expect(throws: SystemFailure.self) { try FileSystem.makeDirectories("\(folder)/file/below") }
    }

    @Test("appended bytes are found at their place, and reading past the end gives what there is")
    func appendAndRead() throws {
        let folder = try FileSystem.makeTemporaryDirectory("posix")
        defer { try? FileSystem.removeTree(folder) }
        let file = try FileDescriptor.open("\(folder)/log", .append)
        defer { file.close() }

        try file.writeAll("hello ")
        try file.writeAll("world")
        try file.synchronizeData()

        #expect(try file.read(at: 6, count: 100) == Array("world".utf8))
        #expect(try file.size() == 11)
    }

    @Test("a lock is refused while another descriptor holds it")
    func lock() throws {
        let folder = try FileSystem.makeTemporaryDirectory("posix")
        defer { try? FileSystem.removeTree(folder) }
        let first = try FileDescriptor.open("\(folder)/lock", .update)
        let second = try FileDescriptor.open("\(folder)/lock", .update)
        defer { second.close() }

        #expect(try first.tryLock())
        #expect(try !second.tryLock())
        first.close()
        #expect(try second.tryLock())
    }
}
