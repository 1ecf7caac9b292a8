internal import Wire

/// How far a run's record was seen to reach.
struct IndexedState: Hashable {
    /// So that a removed run is not mistaken for a later one with its number.
    var token: UInt64
    var highestSequence: Int

    init(token: UInt64, highestSequence: Int) {
        self.token = token
        self.highestSequence = highestSequence
    }

    var packed: [UInt8] {
        var packer = FactPacker()
        packer.put(unsigned: token)
        packer.put(signed: highestSequence)
        return packer.bytes
    }

    init(packed: [UInt8]) throws(PackingProblem) {
        var unpacker = FactUnpacker(packed)
        token = try unpacker.unsigned()
        highestSequence = try unpacker.signed()
    }
}
