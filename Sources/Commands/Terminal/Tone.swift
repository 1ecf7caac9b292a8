/// What a piece of text means, which decides its colour where there are colours.
///
/// The sixteen-colour codes leave the shades to the terminal's own scheme, so they are legible on dark and on light;
/// yellow and blue are not used, since each is unreadable on one of the two.
package enum Tone: Sendable, Hashable, CaseIterable {
    case plain, strong, faint, good, bad, caution, lively

    private var code: String {
        switch self {
        case .plain: ""
        case .strong: "1"
        case .faint: "2"
        case .good: "32"
        case .bad: "31"
        case .caution: "35"
        case .lively: "36"
        }
    }

    /// The text with the codes around it; unchanged where there are no colours or nothing to mark.
    package func painted(_ text: String, colours: Bool) -> String {
        guard colours, self != .plain, !text.isEmpty else { return text }
        return "\u{1B}[\(code)m\(text)\u{1B}[0m"
    }
}
