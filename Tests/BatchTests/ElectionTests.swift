@testable import Batch
import Posix
import Testing

@Suite("one copy on a node works, the others wait for it")
struct ElectionTests {
    @Test("what the winner leaves is what those who waited end with, and then the place is free again")
    func waitersEndAsTheWinner() async throws {
        let folder = try FileSystem.makeTemporaryDirectory("rota-election")
        defer { try? FileSystem.removeTree(folder) }
        let mandate = try elected("step", in: folder)

        let waiters = (1...3).map { Waiter(election("step", rank: $0), in: folder) }
        try waitForOpenings(of: "\(folder)/step.lock", count: 4)
        try mandate.end(code: 7)

        for waiter in waiters { #expect(await waiter.code() == 7) }
        #expect(try FileSystem.names(in: folder) == [])
        _ = try elected("step", in: folder)
    }

    @Test("a copy that comes after the end ends as the others did; one that comes again holds a new election")
    func lateCopiesAreTold() async throws {
        let folder = try FileSystem.makeTemporaryDirectory("rota-election")
        defer { try? FileSystem.removeTree(folder) }
        let mandate = try elected("step", in: folder)
        try mandate.end(code: 5)

        #expect(await Waiter(election("step", rank: 2), in: folder).code() == 5)
        let again = try elected("step", rank: 2, in: folder)

        try again.end(code: 6)
        #expect(await Waiter(election("step", rank: 3), in: folder).code() == 6)
    }

    @Test("a winner that dies without a word is followed by one of those who waited")
    func theDeadAreFollowed() async throws {
        let folder = try FileSystem.makeTemporaryDirectory("rota-election")
        defer { try? FileSystem.removeTree(folder) }
        var mandate: Mandate? = try elected("step", in: folder)

        let waiter = Waiter(election("step", rank: 1), in: folder)
        try waitForOpenings(of: "\(folder)/step.lock", count: 2)
        // What the kernel does for a process that was killed.
        withExtendedLifetime(mandate) {}
        mandate = nil

        #expect(await waiter.code() == nil)
    }

    @Test("at a terminal, which hears the first copy alone, that one works though another came before it")
    func theFirstIsHeard() async throws {
        let folder = try FileSystem.makeTemporaryDirectory("rota-election")
        defer { try? FileSystem.removeTree(folder) }
        var early = election("step", rank: 1)
        early.prefersFirst = true

        let waiter = Waiter(early, in: folder)
        let mandate = try elected("step", in: folder)
        try mandate.end(code: 3)

        #expect(await waiter.code() == 3)
    }

    @Test("copies of different names don't wait for each other")
    func namesAreApart() throws {
        let folder = try FileSystem.makeTemporaryDirectory("rota-election")
        defer { try? FileSystem.removeTree(folder) }

        let mandates = [try elected("slurm-1.0-n1", in: folder), try elected("slurm-1.0-n2", in: folder)]

        #expect(mandates.count == 2)
    }

    @Test("whoever is elected removes what killed copies left, and nothing that is held or new")
    func leftoversAreRemoved() throws {
        let folder = try FileSystem.makeTemporaryDirectory("rota-election")
        defer { try? FileSystem.removeTree(folder) }
        let held = try elected("held", in: folder)
        for name in ["left.lock", "late.lock", "other"] { try FileSystem.replace("\(folder)/\(name)", with: []) }
        for name in ["left.lock", "held.lock", "other"] {
            try call("/bin/touch", "-d", "2 hours ago", "\(folder)/\(name)")
        }

        let mandate = try elected("new", in: folder)

        #expect(try FileSystem.names(in: folder) == ["held.lock", "late.lock", "new.lock", "other"])
        try mandate.end(code: 0)
        try held.end(code: 0)
    }

    @Test("a name with strange characters stays in its folder")
    func namesStayInTheirFolder() throws {
        let folder = try FileSystem.makeTemporaryDirectory("rota-election")
        defer { try? FileSystem.removeTree(folder) }

        let mandate = try elected("../../a b", in: folder)

        #expect(try FileSystem.names(in: folder) == [".._.._a_b.lock"])
        try mandate.end(code: 0)
    }

    @Test("a folder that others may write into, and a link in its place, are not used")
    func foreignFoldersAreNotUsed() throws {
        let folder = try FileSystem.makeTemporaryDirectory("rota-election")
        defer { try? FileSystem.removeTree(folder) }
        let path = "\(folder)/elections"
        try NodeElection.makeOwn(path)
        try NodeElection.makeOwn(path)

        try call("/bin/chmod", "0777", path)
        #expect(throws: SystemFailure.self) { try NodeElection.makeOwn(path) }

        try call("/bin/chmod", "0700", path)
        try call("/bin/ln", "-s", path, "\(folder)/link")
        #expect(throws: SystemFailure.self) { try NodeElection.makeOwn("\(folder)/link") }
    }

    private func election(_ name: String, rank: Int) -> NodeElection {
        NodeElection(name: name, rank: rank, copies: 4)
    }

    private func elected(_ name: String, rank: Int = 0, in folder: String) throws -> Mandate {
        guard case .elected(let mandate) = try election(name, rank: rank).hold(in: folder) else {
            throw SystemFailure(call: "be elected", errorNumber: 0, path: folder)
        }
        return mandate
    }

    private func call(_ program: String, _ arguments: String...) throws {
        let run = try Process.run(
            program, arguments: [program] + arguments, environment: [], nanoseconds: 60_000_000_000)
        try #require(run.end == .exited(0))
    }

    /// Waits until this process has a file open so many times: that many copies are at it.
    private func waitForOpenings(of path: String, count: Int) throws {
        let deadline = Clock.monotonicNanoseconds() + 60_000_000_000
        while try FileSystem.names(in: "/proc/self/fd").count(where: { number in
            (try? FileSystem.target(ofLink: "/proc/self/fd/\(number)")) == path
        }) < count {
            try #require(Clock.monotonicNanoseconds() < deadline)
            _ = try Readiness.wait(for: [], nanoseconds: 2_000_000)
        }
    }
}
