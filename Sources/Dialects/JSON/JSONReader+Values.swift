import Model

extension JSONReader {
    mutating func readValue() throws(Refusal) {
        guard position < bytes.count else {
            throw refusal(at: position, "ends where a value is needed", "Finish it.")
        }
        switch bytes[position] {
        case UInt8(ascii: "{"): try readContainer(.object, close: UInt8(ascii: "}"))
        case UInt8(ascii: "["): try readContainer(.list, close: UInt8(ascii: "]"))
        case UInt8(ascii: "\""): try readText()
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): try readNumber()
        case UInt8(ascii: "t"): try readWord("true", .yes)
        case UInt8(ascii: "f"): try readWord("false", .no)
        case UInt8(ascii: "n"): try readWord("null", .null)
        default:
            throw refusal(
                at: position, "holds \(found) where a value is needed",
                "Write a text in double quotes, a number, true, false, null, a list or an object.")
        }
    }

    private mutating func readContainer(_ kind: JSONTape.Kind, close: UInt8) throws(Refusal) {
        guard depth < Self.depthLimit else {
            throw refusal(
                at: position, "nests deeper than \(Self.depthLimit) levels",
                "Job files need no more than 6; flatten it.")
        }
        depth += 1
        let node = open(kind)
        position += 1
        try skipBlank()
        while position < bytes.count, bytes[position] != close {
            if kind == .object { try readKey() }
            try readValue()
            try skipBlank()
            guard position < bytes.count, bytes[position] != close else { break }
            guard bytes[position] == UInt8(ascii: ",") else {
                let end = kind == .object ? "}" : "]"
                throw refusal(
                    at: position, "holds \(found) where \",\" or \"\(end)\" is needed", "Add the missing one.")
            }
            let comma = position
            position += 1
            try skipBlank()
            if position < bytes.count, bytes[position] == close, firstExtension == nil { firstExtension = comma }
        }
        guard position < bytes.count else {
            let opened = JSONPlace.of(Int(nodes[node].start), in: bytes)
            throw refusal(
                at: position, "ends inside \(kind == .object ? "an object" : "a list") opened in line \(opened.line)",
                "Close it.")
        }
        position += 1
        nodes[node].end = UInt32(position)
        nodes[node].next = UInt32(nodes.count)
        depth -= 1
        if kind == .object { try checkKeys(of: node) }
    }

    private mutating func readKey() throws(Refusal) {
        guard bytes[position] == UInt8(ascii: "\"") else {
            throw refusal(
                at: position, "holds \(found) where a field's name is needed", "Write the name in double quotes.")
        }
        try readText()
        try skipBlank()
        guard position < bytes.count, bytes[position] == UInt8(ascii: ":") else {
            throw refusal(at: position, "holds \(found) where \":\" is needed", "Put a colon after the field's name.")
        }
        position += 1
        try skipBlank()
    }

    private mutating func open(_ kind: JSONTape.Kind) -> Int {
        let next = UInt32(nodes.count + 1)
        nodes.append(.init(start: UInt32(position), end: UInt32(position), next: next, kind: kind))
        return nodes.count - 1
    }

    private mutating func readWord(_ word: String, _ kind: JSONTape.Kind) throws(Refusal) {
        let node = open(kind)
        guard bytes[position...].starts(with: word.utf8) else {
            throw refusal(at: position, "holds a word that is not JSON", "Write texts in double quotes.")
        }
        position += word.utf8.count
        nodes[node].end = UInt32(position)
    }

    private mutating func readNumber() throws(Refusal) {
        let node = open(.number)
        let start = position
        if bytes[position] == UInt8(ascii: "-") { position += 1 }
        let whole = readDigits()
        var isSound = whole > 0 && (whole == 1 || bytes[position - whole] != UInt8(ascii: "0"))
        if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
            position += 1
            isSound = readDigits() > 0 && isSound
        }
        if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
            position += 1
            if position < bytes.count, bytes[position] == UInt8(ascii: "+") || bytes[position] == UInt8(ascii: "-") {
                position += 1
            }
            isSound = readDigits() > 0 && isSound
        }
        guard isSound else {
            throw refusal(at: start, "holds a number that is not JSON", "Write it like 12, -3 or 0.5.")
        }
        nodes[node].end = UInt32(position)
    }

    private mutating func readDigits() -> Int {
        let start = position
        while position < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[position]) {
            position += 1
        }
        return position - start
    }
}
