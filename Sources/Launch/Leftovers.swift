internal import Posix

/// Ends processes that outlived those that should have ended them.
///
/// Every call waits until they are gone, for ten seconds at most, and answers how many would not go.
package enum Leftovers {
    /// Kills and reaps every descendant of this process, but not those in `kept` and what is below them.
    ///
    /// For when the launcher was killed: this process, a subreaper, is then the parent of what is left.
    @discardableResult
    package static func endOrphans(keeping kept: Set<Int32> = []) -> Int {
        untilNoneIsLeft {
            while true {
                let orphans = ProcessTree.children(of: Process.number).filter { !kept.contains($0) }
                // Their children become ours as they die, and are met in the next round.
                for orphan in orphans { _ = try? Process.send(.kill, to: orphan) }
                let reaped = orphans.filter { Process.hasBeenReaped($0) }
                if reaped.isEmpty { return orphans.count }
            }
        }
    }

    /// Kills every process whose environment names an attempt with this mark: `ROTA_ATTEMPT=<mark>…`.
    ///
    /// For the attempts of a run whose every process was killed at once.
    @discardableResult
    package static func end(marked mark: String) -> Int {
        let wanted = Array("ROTA_ATTEMPT=\(mark)".utf8)
        let ourselves = ancestry()
        return untilNoneIsLeft {
            kill(
                ProcessTree.numbers().filter { number in
                    !ourselves.contains(number)
                        && ProcessTree.environment(of: number).contains { $0.starts(with: wanted) }
                })
        }
    }

    /// Kills what is in the control groups that launchers with this output folder noted there, and removes the groups.
    ///
    /// For the same, and for what has cleared its environment; where no group could be made there is nothing to do.
    @discardableResult
    package static func end(groupsOf outputFolder: String) -> Int {
        let note = "\(outputFolder)/group"
        guard let bytes = try? FileSystem.content(of: note) else { return 0 }
        let ourselves = ancestry()
        let groups = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
            .filter { $0.contains("/rota-") && FileSystem.exists("\($0)/cgroup.procs") }
        let left = untilNoneIsLeft {
            groups.reduce(0) { sum, group in
                let members = (try? FileSystem.content(of: "\(group)/cgroup.procs")) ?? []
                let numbers = String(decoding: members, as: UTF8.self).split(separator: "\n").compactMap { Int32($0) }
                return sum + kill(numbers.filter { !ourselves.contains($0) })
            }
        }
        for group in groups { try? FileSystem.removeDirectory(String(group)) }
        if left == 0 { try? FileSystem.remove(note) }
        return left
    }

    private static func kill(_ numbers: [Int32]) -> Int {
        for number in numbers { _ = try? Process.send(.kill, to: number) }
        return numbers.count
    }

    /// This process and those above it: a person may resume a run from a shell which that run has left behind.
    private static func ancestry() -> Set<Int32> {
        var ancestry: Set<Int32> = []
        var next: Int32? = Process.number
        while let number = next, number > 1, ancestry.insert(number).inserted {
            next = ProcessIdentity.parent(of: number)
        }
        return ancestry
    }

    /// Repeats a round until it finds nothing, or ten seconds are over; a process in an uninterruptible wait, or
    /// another user's, must not hold up a start for ever.
    private static func untilNoneIsLeft(_ round: () -> Int) -> Int {
        let deadline = Clock.monotonicNanoseconds() + 10_000_000_000
        var pause: Int64 = 200_000
        while true {
            let left = round()
            if left == 0 || Clock.monotonicNanoseconds() > deadline { return left }
            _ = try? Readiness.wait(for: [], nanoseconds: pause)
            pause = min(pause * 2, 50_000_000)
        }
    }
}
