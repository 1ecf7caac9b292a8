import Posix
import Testing

@testable import Ledger

@Suite struct FolderTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test("the option goes before the variable, and both before the nearest folder above")
    func locating() throws {
        let below = folder.file("a/b")
        try FileSystem.makeDirectories(below)
        try FileSystem.makeDirectories(folder.file("a/.rota"))

        func located(_ option: String?, _ environment: String?) -> String {
            StateFolder.located(option: option, environment: environment, directory: below).path
        }
        #expect(located("x", "/y") == "\(below)/x")
        #expect(located(nil, "/y") == "/y")
        #expect(located("", "") == folder.file("a/.rota"))
    }

    @Test("without a folder above, the state goes beside the work")
    func locatingNothing() throws {
        #expect(
            StateFolder.located(option: nil, environment: nil, directory: folder.path).path == folder.file(".rota"))
    }

    @Test("runs are numbered from 1 and listed in order, in folders for their owner alone")
    func numbering() throws {
        let state = StateFolder(path: folder.file(".rota"))

        #expect(try state.runNumbers().isEmpty)
        #expect(try state.run(nil) == nil)
        let numbers = try (0..<11).map { _ in try state.makeRun().number }

        #expect(numbers == Array(1...11))
        #expect(try state.runNumbers() == numbers)
        #expect(try state.run(nil)?.number == 11)
        #expect(try state.run(12) == nil)
        #expect(try FileSystem.status(of: #require(try state.run(3)).path).mode == 0o700)
        #expect(try FileSystem.status(of: state.path).mode == 0o700)
    }

    @Test("a number that another process has just taken is passed over")
    func takenNumber() throws {
        let state = StateFolder(path: folder.path)
        _ = try state.makeRun()
        try FileSystem.makeDirectory("\(folder.path)/runs/not-a-number")

        #expect(try state.makeRun().number == 2)
    }

    @Test("many threads make as many runs as they ask for, each with its own number")
    func together() async throws {
        let state = StateFolder(path: folder.path)

        let numbers = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<20 { group.addTask { try state.makeRun().number } }
            return try await group.reduce(into: []) { $0.append($1) }
        }

        #expect(numbers.sorted() == Array(1...20))
    }
}
