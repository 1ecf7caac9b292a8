import Posix
import Testing

/// The version 2 control group of a run, where one can be made; elsewhere the tasks are where rota is.
@Suite struct ControlGroupTests {
    @Test("every task is in the run's own group, and the group goes with the run")
    func born() throws {
        let seen = try Self.seen { _ in }

        #expect(seen.groups.count == 1 || seen.folders.isEmpty)
        #expect(seen.folders.allSatisfy { !FileSystem.exists($0) })
        #expect(seen.folders.allSatisfy { folder in seen.groups.allSatisfy { folder.hasSuffix($0) } })
    }

    @Test("the same where the kernel can't bear a process in a group")
    func moved() throws {
        let possible = try Self.seen { _ in }

        let seen = try Self.seen { place in
            place.wrapper = [
                "strace", "-f", "-q", "-e", "trace=clone3", "-e", "inject=clone3:error=ENOSYS", "-e", "signal=none",
                "-o", place.path("trace"),
            ]
        }

        #expect(seen.groups.count == 1 || seen.folders.isEmpty)
        #expect(seen.folders.count == possible.folders.count)
        #expect(seen.folders.allSatisfy { !FileSystem.exists($0) })
        #expect(seen.folders.allSatisfy { folder in seen.groups.allSatisfy { folder.hasSuffix($0) } })
    }

    /// The groups that four tasks found themselves in, and the folders of the groups that their run had.
    private static func seen(_ prepare: (Workplace) -> Void) throws -> (groups: Set<String>, folders: Set<String>) {
        let place = try Workplace()
        prepare(place)
        let look = try place.script(
            "look", "sed -n 's/^0::/group /p' /proc/self/cgroup; sed 's/^/folder /' \"$ROTA_STATE\"/runs/1/lanes/group")
        let finished = try place.rota("run", "--quiet", "-j", "2", "--range", "0-3", "--", look)
        func named(_ word: String) -> Set<String> {
            Set(finished.outputLines.filter { $0.hasPrefix(word) }.map { String($0.dropFirst(word.count)) })
        }
        return (named("group "), named("folder "))
    }
}
