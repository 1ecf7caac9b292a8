import Model

extension JSONReader {
    mutating func readText() throws(Refusal) {
        let quote = position
        position += 1
        let start = position
        var kind = JSONTape.Kind.text
        while position < bytes.count, bytes[position] != UInt8(ascii: "\"") {
            if bytes[position] < 0x20 {
                throw refusal(
                    at: position, "holds a line end or control character inside a text",
                    "Write it as \\n, \\t or \\u00…; a missing closing quote looks the same.")
            }
            if bytes[position] == UInt8(ascii: "\\") {
                kind = .escapedText
                try readEscape()
            } else {
                position += 1
            }
        }
        guard position < bytes.count else {
            throw refusal(at: quote, "opens a text that never ends", "Close it with a double quote.")
        }
        nodes.append(
            .init(start: UInt32(start), end: UInt32(position), next: UInt32(nodes.count + 1), kind: kind))
        position += 1
    }

    private mutating func readEscape() throws(Refusal) {
        let start = position
        let letter = start + 1 < bytes.count ? bytes[start + 1] : 0
        position += 2
        if "\"\\/bfnrt".utf8.contains(letter) { return }
        guard letter == UInt8(ascii: "u"), let code = hexadecimal(at: position) else {
            throw refusal(
                at: start, "holds an escape that JSON does not know",
                "Write \\\\ for a backslash; others are \\\" \\/ \\b \\f \\n \\r \\t \\u0041.")
        }
        position += 4
        switch code {
        case 0:
            throw refusal(
                at: start, "holds the character U+0000, which no argument, variable or path can hold", "Remove it.")
        case 0xD800...0xDBFF:
            let next = bytes[position...].starts(with: "\\u".utf8) ? hexadecimal(at: position + 2) : nil
            guard let next, (0xDC00...0xDFFF).contains(next) else { throw halfCharacter(at: start) }
            position += 6
        case 0xDC00...0xDFFF: throw halfCharacter(at: start)
        default: break
        }
    }

    private func halfCharacter(at offset: Int) -> Refusal {
        refusal(at: offset, "holds half of a character (a lone surrogate)", "Write both halves, or the character.")
    }

    private func hexadecimal(at offset: Int) -> UInt32? {
        guard offset + 4 <= bytes.count else { return nil }
        return JSONEscapes.hexadecimal(bytes[offset..<offset + 4])
    }

    /// Refuses a name that stands twice in one object: which of the two was meant is anybody's guess.
    func checkKeys(of node: Int) throws(Refusal) {
        var keys: [Int] = []
        var child = node + 1
        while child < Int(nodes[node].next) {
            keys.append(child)
            child = Int(nodes[child + 1].next)
        }
        // 16: below, comparing all pairs is faster than a set.
        if keys.count <= 16 {
            for (place, key) in keys.enumerated() {
                for earlier in keys[..<place] where spelling(key) == spelling(earlier) {
                    throw duplicate(key, of: earlier)
                }
            }
        } else {
            var seen: [ArraySlice<UInt8>: Int] = [:]
            for key in keys {
                if let earlier = seen.updateValue(key, forKey: spelling(key)) { throw duplicate(key, of: earlier) }
            }
        }
    }

    private func duplicate(_ key: Int, of earlier: Int) -> Refusal {
        let name = String(decoding: spelling(key), as: UTF8.self)
        let line = JSONPlace.of(Int(nodes[earlier].start), in: bytes).line
        return refusal(
            at: Int(nodes[key].start) - 1, "names the field \"\(name)\" again, after line \(line)",
            "Remove one of the two.")
    }

    /// Bytes, not characters: two spellings of one accented letter are two names.
    private func spelling(_ key: Int) -> ArraySlice<UInt8> {
        let raw = bytes[Int(nodes[key].start)..<Int(nodes[key].end)]
        return nodes[key].kind == .escapedText ? JSONEscapes.unescaped(raw)[...] : raw
    }
}
