/// The program that speaks: the first thing in a hello, a welcome and a refusal, which every version reads alike.
package struct Speaker: Sendable, Hashable {
    package var wire: WireVersion
    /// The version that its users know.
    package var software: String

    package init(wire: WireVersion = .current, software: String) {
        self.wire = wire
        self.software = software
    }
}

extension Speaker: CustomStringConvertible {
    /// `Rota 0.3 (wire 1.1)`.
    package var description: String { "Rota \(software) (wire \(wire))" }
}

extension FactPacker {
    mutating func put(_ speaker: Speaker) {
        put(byte: speaker.wire.major)
        put(byte: speaker.wire.minor)
        put(text: speaker.software)
    }
}

extension FactUnpacker {
    mutating func speaker() throws(PackingProblem) -> Speaker {
        let wire = WireVersion(major: try byte(), minor: try byte())
        return Speaker(wire: wire, software: try text())
    }
}
