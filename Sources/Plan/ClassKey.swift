import Model

/// What tasks have in common that the planner need not tell apart.
struct ClassKey: Sendable, Hashable {
    /// With the memory they really ask for.
    var request: Request
    /// What they count against, as numbered in `RunningCounts`.
    var limits: [Int] = []
    /// Whose share they use, as numbered in `FairShares`.
    var share: Int?
    /// Their user and kind where these are tried out, since different run times are expected of others then.
    var family: [String] = []

    /// Whether its tasks are told apart by their request alone.
    var isPlain: Bool { limits.isEmpty && share == nil && family.isEmpty }

    /// By that in which keys mostly differ, and the same in every process: a key is looked up for each job.
    var digest: Int {
        var digest = UInt64(0)
        digest.mix(request.cores.lowerBound.thousandths)
        digest.mix(request.cores.upperBound.thousandths)
        digest.mix(request.memory.count)
        digest.mix(request.gpus.thousandths)
        digest.mix(request.wallTime?.nanoseconds ?? -1)
        digest.mix(request.expectedTime?.nanoseconds ?? -1)
        for number in limits { digest.mix(Int64(number)) }
        digest.mix(Int64(share ?? -1))
        for name in family {
            for byte in name.utf8 { digest.mix(Int64(byte)) }
        }
        return Int(truncatingIfNeeded: digest)
    }
}

extension UInt64 {
    /// As SplitMix64 would.
    fileprivate mutating func mix(_ value: Int64) {
        self = (self ^ UInt64(bitPattern: value)) &+ 0x9E37_79B9_7F4A_7C15
        self = (self ^ (self >> 30)) &* 0xBF58_476D_1CE4_E5B9
        self ^= self >> 31
    }
}
