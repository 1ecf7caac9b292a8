internal import Dialects
internal import Model

/// One line that says how far a run has come.
package enum ProgressLine {
    /// For a terminal: a bar and as many of the numbers as its width holds.
    package static func bar(_ state: ProgressState, for traits: TerminalTraits) -> String {
        // One column stays free: a full line makes some terminals wrap.
        let width = (traits.width ?? 80) - 1
        let separator = traits.isUnicode ? " · " : ", "
        var parts = numbers(state)
        // The least needed goes first, until a bar of ten has room.
        while parts.count > 1, length(parts, separator) + leastBar + 8 > width {
            let least = parts.indices.dropFirst().max { parts[$0].dispensability < parts[$1].dispensability }
            parts.remove(at: least ?? 1)
        }
        let percent = String(repeating: " ", count: state.percent < 10 ? 2 : state.percent < 100 ? 1 : 0)
        let head = "\(percent)\(state.percent)%"
        let tail = parts.map { $0.tone.painted($0.text, colours: traits.hasColours) }.joined(separator: separator)
        let brackets = traits.isUnicode ? 0 : 2
        let room = width - head.count - 2 - brackets - length(parts, separator)
        guard room >= leastBar else { return ShownText.fitted(parts[0].text, to: width, isUnicode: traits.isUnicode) }
        return "\(head) \(picture(state, cells: min(room, 40), for: traits)) \(tail)"
    }

    /// For a log: a sentence.
    package static func plain(_ state: ProgressState) -> String {
        let others = numbers(state).dropFirst().map { ", \($0.text)" }.joined()
        return "\(Wording.count(state.ended)) of \(Wording.count(state.total)) done (\(state.percent) %)\(others)"
    }

    private struct Part {
        var text: String
        var tone: Tone
        var dispensability: Int
    }

    private static let leastBar = 10

    private static func numbers(_ state: ProgressState) -> [Part] {
        let ended = "\(Wording.count(state.ended)) of \(Wording.count(state.total))"
        var parts = [Part(text: ended, tone: .plain, dispensability: 0)]
        if state.failed > 0 {
            parts.append(Part(text: "\(Wording.count(state.failed)) failed", tone: .bad, dispensability: 1))
        }
        if state.skipped > 0 {
            parts.append(Part(text: "\(Wording.count(state.skipped)) skipped", tone: .caution, dispensability: 3))
        }
        parts.append(Part(text: "\(Wording.count(state.running)) running", tone: .plain, dispensability: 4))
        if let rate = state.rate { parts.append(Part(text: Wording.rate(rate), tone: .faint, dispensability: 5)) }
        if let end = state.expectedEnd, state.ended < state.total {
            parts.append(Part(text: "\(Wording.rest(end - state.elapsed)) left", tone: .plain, dispensability: 2))
        }
        return parts
    }

    private static func length(_ parts: [Part], _ separator: String) -> Int {
        parts.reduce(0) { $0 + $1.text.count } + max(0, parts.count - 1) * separator.count
    }

    /// Succeeded, failed and skipped, running, and the rest, each with its share of the cells.
    private static func picture(_ state: ProgressState, cells: Int, for traits: TerminalTraits) -> String {
        let total = max(state.total, 1)
        func cell(_ count: Int) -> Int { Int(Int64(min(count, total)) * Int64(cells) / Int64(total)) }
        let endOfGood = cell(state.succeeded)
        // A failure is worth a cell of its own, however few there are.
        let bad = state.failed == 0 ? 0 : max(1, cell(state.succeeded + state.failed) - endOfGood)
        let good = min(endOfGood, cells - bad)
        let skipped = max(0, cell(state.ended) - good - bad)
        let running = min(cells - good - bad - skipped, cell(state.ended + state.running) - cell(state.ended))
        let shares = [(good, Tone.good, 0), (bad, .bad, 1), (skipped, .caution, 0), (max(0, running), .lively, 2)]
        let rest = cells - shares.reduce(0) { $0 + $1.0 }
        let glyphs = glyphs(for: traits)
        let bar = (shares + [(rest, .faint, 3)]).map { count, tone, glyph in
            tone.painted(String(repeating: glyphs[glyph], count: count), colours: traits.hasColours)
        }
        return traits.isUnicode ? bar.joined() : "[\(bar.joined())]"
    }

    /// For what succeeded or was skipped, failed, runs, and is left: where there are colours they tell these apart.
    private static func glyphs(for traits: TerminalTraits) -> [String] {
        guard traits.isUnicode else { return ["#", "!", "=", "."] }
        return traits.hasColours ? ["━", "━", "━", "━"] : ["█", "▒", "░", "·"]
    }
}
