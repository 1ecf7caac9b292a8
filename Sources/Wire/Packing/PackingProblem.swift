/// Why bytes are not facts.
package enum PackingProblem: Error, Sendable, Hashable {
    /// The bytes end within something, at this position.
    case truncated(at: Int)
    /// Nothing that was ever packed looks like this: what was being read, and where.
    case malformed(String, at: Int)
    /// A fact of a kind this version of the format does not have.
    case unknownFact(tag: UInt8, version: UInt8)
    /// The bytes were written in another version of the format.
    case unknownVersion(found: UInt8, known: UInt8)
}

extension PackingProblem: CustomStringConvertible {
    package var description: String {
        switch self {
        case .truncated(let position): "the bytes end within a fact, at byte \(position)"
        case .malformed(let what, let position): "\(what) at byte \(position) is nothing that Rota writes"
        case .unknownFact(let tag, let version):
            "a fact of kind \(tag), which version \(version) of the record does not have. Use the Rota that wrote it."
        case .unknownVersion(let found, let known):
            "the record has version \(found); this Rota reads version \(known). Use the Rota that wrote it."
        }
    }
}
