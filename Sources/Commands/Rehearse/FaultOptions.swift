package import Model
package import Rehearsal

/// What `rota rehearse --faults` was asked for.
package struct FaultOptions: Sendable, Hashable {
    package var seeds: Seeds
    /// A mistake to make, to see that it is found.
    package var flaw: Flaw?
    package var isJSON: Bool

    package enum Seeds: Sendable, Hashable {
        /// One, with everything that happens.
        case one(UInt64)
        case range(ClosedRange<UInt64>)
        /// New ones for so long.
        case hunt(Duration)
    }

    package init(_ arguments: ParsedArguments) throws(Refusal) {
        if let file = arguments.operands.first {
            throw ParsedArguments.refusal(
                of: file, "is a file, and faults are rehearsed on work that the seed decides", "Leave it out.")
        }
        if arguments.has("seeds"), arguments.has("hunt") {
            throw arguments.refusal(of: "hunt", "tries new seeds, and --seeds names some", "Choose one of them.")
        }
        if let text = arguments.value(of: "seeds") {
            seeds = try Self.seeds(text, arguments)
        } else if let length = try arguments.duration("hunt") {
            seeds = .hunt(length)
        } else {
            seeds = .range(Self.standard)
        }
        flaw = try arguments.value(of: "flaw").map { name throws(Refusal) in
            guard let flaw = Flaw(rawValue: name) else {
                let nearest = NearestName.nearest(to: name, among: Flaw.allCases.map(\.rawValue))
                throw arguments.refusal(
                    of: "flaw", "is \"\(name)\", which is none",
                    nearest.map { "Did you mean \($0)?" } ?? "docs/planted-bugs.md lists them.")
            }
            return flaw
        }
        isJSON = arguments.has("json")
    }

    // 100 seeds: a few seconds' work.
    private static let standard: ClosedRange<UInt64> = 0...99

    private static func seeds(_ text: String, _ arguments: ParsedArguments) throws(Refusal) -> Seeds {
        let bounds = text.split(separator: "-", omittingEmptySubsequences: false).map { UInt64($0) }
        guard (1...2).contains(bounds.count), let first = bounds[0], let last = bounds[bounds.count - 1] else {
            throw arguments.refusal(
                of: "seeds", "is \"\(text)\", which is no number from 0 to \(UInt64.max), and no two with a - between",
                "Give it as `29`, or as `0-99`.")
        }
        guard first <= last else {
            throw arguments.refusal(of: "seeds", "is \"\(text)\", which ends before it begins", "Give it as `0-99`.")
        }
        return bounds.count == 1 ? .one(first) : .range(first...last)
    }
}
