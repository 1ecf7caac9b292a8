internal import Posix

/// Ends processes that outlived those that should have ended them.
package enum Leftovers {
    /// Kills and reaps every descendant of this process, but not those in `kept` and what is below them.
    ///
    /// For when the launcher was killed: this process, a subreaper, is then the parent of what is left.
    ///
    /// - Cost: waits until they are gone, or for ten seconds; answers how many would not go.
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
        return untilNoneIsLeft {
            let left = ProcessTree.numbers().filter { number in
                number != Process.number
                    && ProcessTree.environment(of: number).contains { $0.starts(with: wanted) }
            }
            for number in left { _ = try? Process.send(.kill, to: number) }
            return left.count
        }
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
