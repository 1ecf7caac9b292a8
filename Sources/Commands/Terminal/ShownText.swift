/// Texts from outside, made safe and fitting for a terminal.
package enum ShownText {
    /// Where a text that is too long is cut.
    package enum Cut: Sendable, Hashable { case end, middle }

    /// Control characters become `?`, so that a job's name can neither break a table nor steer the terminal.
    package static func harmless(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isControl) else { return text }
        var shown = String.UnicodeScalarView()
        for scalar in text.unicodeScalars { shown.append(isControl(scalar) ? "?" : scalar) }
        return String(shown)
    }

    /// At most so many columns; what is cut off is marked.
    package static func fitted(_ text: String, to width: Int, cut: Cut = .end, isUnicode: Bool = true) -> String {
        guard DisplayWidth.of(text) > width else { return text }
        let mark = isUnicode ? "…" : "~"
        guard width > 1 else { return width == 1 ? mark : "" }
        switch cut {
        case .end: return prefix(of: text, width: width - 1) + mark
        case .middle:
            let tail = suffix(of: text, width: (width - 1) / 2)
            return prefix(of: text, width: width - 1 - DisplayWidth.of(tail)) + mark + tail
        }
    }

    /// Our own typography in ASCII, for a terminal whose locale knows no more.
    package static func ascii(_ text: String) -> String {
        guard !text.utf8.allSatisfy({ $0 < 0x80 }) else { return text }
        var shown = ""
        for character in text { shown += replacements[character] ?? String(character) }
        return shown
    }

    /// Lines of at most so many columns, broken between words; a word that is longer stands alone.
    package static func wrapped(_ text: String, width: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ") {
            if !line.isEmpty, DisplayWidth.of(line) + 1 + DisplayWidth.of(String(word)) > width {
                lines.append(line)
                line = ""
            }
            line += line.isEmpty ? String(word) : " \(word)"
        }
        if !line.isEmpty || lines.isEmpty { lines.append(line) }
        return lines
    }

    private static let replacements: [Character: String] = [
        "…": "...", "→": "->", "·": "-", "–": "-", "—": "-", "×": "x", "≤": "<=", "≥": ">=", "“": "\"", "”": "\"",
        "’": "'", "✓": "ok", "✗": "x", "•": "*", "µ": "u",
    ]

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0: true
        // Marks that turn the direction of what follows them, and line separators.
        case 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: true
        default: false
        }
    }

    private static func prefix(of text: String, width: Int) -> String {
        var taken = 0
        return String(
            text.prefix { character in
                taken += DisplayWidth.of(character)
                return taken <= width
            })
    }

    private static func suffix(of text: String, width: Int) -> String {
        String(prefix(of: String(text.reversed()), width: width).reversed())
    }
}
