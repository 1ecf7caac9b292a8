/// What the far end of an output can show.
package struct TerminalTraits: Sendable, Hashable {
    package var isTerminal: Bool
    /// Columns; none when it is no terminal, so that what is piped is never cut.
    package var width: Int?
    package var hasColours: Bool
    /// Whether more than ASCII may be written.
    package var isUnicode: Bool

    package static let pipe = TerminalTraits(isTerminal: false, width: nil, hasColours: false, isUnicode: true)

    package init(isTerminal: Bool, width: Int?, hasColours: Bool, isUnicode: Bool) {
        self.isTerminal = isTerminal
        self.width = width
        self.hasColours = hasColours
        self.isUnicode = isUnicode
    }

    /// Reads `NO_COLOR`, `TERM` and the locale from the environment.
    ///
    /// - Range: a terminal that does not tell its width, or an absurd one, has 80 columns.
    package init(isTerminal: Bool, columns: Int?, environment: (String) -> String?) {
        self.isTerminal = isTerminal
        let told = columns.flatMap { $0 >= 10 ? $0 : nil }
        width = isTerminal ? told ?? 80 : nil
        let isDumb = environment("TERM").map { $0.isEmpty || $0 == "dumb" } ?? true
        let refusesColours = environment("NO_COLOR").map { !$0.isEmpty } ?? false
        hasColours = isTerminal && !isDumb && !refusesColours
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap(environment).first { !$0.isEmpty } ?? "C"
        let spelling = locale.lowercased()
        isUnicode = spelling.contains("utf-8") || spelling.contains("utf8")
    }
}
