internal import Model

/// A workload as its statistics describe it.
package struct WorkloadDescription: Sendable, Hashable {
    /// In seconds between two arrivals; below 0 counts as 0. Exponential: arrivals are a Poisson process.
    package var gaps: Distribution
    /// Never empty.
    package var kinds: [JobKind]

    package init(gaps: Distribution, kinds: [JobKind]) {
        self.gaps = gaps
        self.kinds = kinds
    }

    // In milliseconds, 158 years: with the longest run time on top, nothing leaves 64 bits of nanoseconds.
    private static let latest = 5_000_000_000_000.0

    /// - Parameters:
    ///   - count: how many jobs come.
    ///   - most: no job asks for more cores.
    /// - Order: as they arrive, the first at the beginning.
    package func arrivals(_ count: Int, atMost most: Int, seed: UInt64) -> [WorkloadRehearsal.Arrival] {
        var numbers = SeededNumbers(seed: seed)
        let weights = kinds.map(\.weight)
        var milliseconds = 0.0
        return (0..<count).map { number in
            if number > 0 {
                let gap = max(0, gaps.draw(using: &numbers) * 1000).rounded()
                milliseconds = min(milliseconds + gap, Self.latest)
            }
            let kind = kinds[numbers.position(among: weights)]
            let (job, runTime) = kind.job(number, atMost: most, using: &numbers)
            let at = Instant.zero + .milliseconds(Int64(milliseconds))
            return WorkloadRehearsal.Arrival(job: job, at: at, runTime: runTime, speed: kind.speed)
        }
    }
}
