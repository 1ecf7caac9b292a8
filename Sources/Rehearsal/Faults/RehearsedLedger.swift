import Model
import Wire

/// The record of a rehearsal of faults: packed frames, of which a crash may tear the last.
struct RehearsedLedger: Sendable {
    private var frames: [[UInt8]] = []
    let flaw: Flaw?

    init(flaw: Flaw?) { self.flaw = flaw }

    /// How a commit ended that a crash, or a failed `fdatasync`, came into.
    enum Wreck: CaseIterable, Sendable {
        /// Nothing of it was written.
        case gone
        /// A part of it was; a reader leaves it out.
        case torn
        /// All of it was, though nobody was told.
        case whole
    }

    mutating func commit(_ facts: [Fact]) { frames.append(Self.packed(facts)) }

    /// - Returns: what is durable of the facts.
    mutating func crash(committing facts: [Fact], _ wreck: Wreck) -> [Fact] {
        if flaw == .losesTheLastFrame { _ = frames.popLast() }
        guard !facts.isEmpty else { return [] }
        switch wreck {
        case .gone: return []
        case .torn:
            if flaw == .readsTornFrames, facts.count > 1 { commit(Array(facts.prefix(facts.count / 2))) }
            return []
        case .whole:
            commit(facts)
            return facts
        }
    }

    /// Everything that is durable, in its order.
    func replayed() throws(PackingProblem) -> [Fact] {
        var facts: [Fact] = []
        for frame in frames {
            var unpacker = FactUnpacker(frame)
            while let fact = try unpacker.next() { facts.append(fact) }
        }
        return facts
    }

    private static func packed(_ facts: [Fact]) -> [UInt8] {
        var packer = FactPacker()
        for fact in facts { packer.put(fact) }
        return packer.bytes
    }
}
