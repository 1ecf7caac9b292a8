/// How long work of one kind runs, by the cores it has, as somebody measured it.
public struct RunTimesByWidth: Sendable, Hashable {
    /// By their cores, the narrowest first; no number twice, never empty, all times above zero.
    public let measured: [Measured]

    public struct Measured: Sendable, Hashable {
        public var cores: Int
        public var time: Duration

        public init(cores: Int, time: Duration) {
            self.cores = cores
            self.time = time
        }
    }

    /// - Parameter measured: as above, but in any order.
    public init(_ measured: [Measured]) {
        precondition(!measured.isEmpty, "a kind of work has been measured at one width at least")
        self.measured = measured.sorted { $0.cores < $1.cores }
    }

    /// On the straight line between the two widths beside it; beyond all of them that of the nearest.
    public func time(on width: Cores) -> Duration {
        guard let above = measured.firstIndex(where: { Cores($0.cores) >= width }) else {
            return measured[measured.count - 1].time
        }
        guard above > 0 else { return measured[0].time }
        let (low, high) = (measured[above - 1], measured[above])
        let span = Int128(Cores(high.cores).thousandths - Cores(low.cores).thousandths)
        let part = Int128(width.thousandths - Cores(low.cores).thousandths)
        let gain = Int128((high.time - low.time).nanoseconds) * part / span
        return low.time + Duration(nanoseconds: Int64(gain))
    }
}
