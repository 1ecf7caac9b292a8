/// Text of an HTML or SVG file, in which what comes from outside can't become markup.
struct Markup {
    private(set) var text = ""

    /// Takes markup of our own as it is.
    mutating func add(_ markup: String) { text += markup }

    /// Takes any text and makes it harmless.
    mutating func write(_ text: String) { self.text += Markup.escaped(text) }

    /// An element that holds nothing but text.
    mutating func element(_ name: String, _ attributes: String = "", _ text: String) {
        add("<\(name)\(attributes.isEmpty ? "" : " ")\(attributes)>")
        write(text)
        add("</\(name)>")
    }

    /// The beginning of a page of its own, up to what it shows; `endPage` closes it.
    mutating func beginPage(_ title: String, style: String) {
        add(
            """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">

            """)
        element("title", "", title)
        add("\n<style>\n\(style)</style>\n</head>\n<body>\n<main>\n")
    }

    mutating func endPage(_ footer: String) {
        element("footer", "", footer)
        add("\n</main>\n</body>\n</html>\n")
    }

    static func escaped(_ text: String) -> String {
        var safe = ""
        safe.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": safe += "&amp;"
            case "<": safe += "&lt;"
            case ">": safe += "&gt;"
            case "\"": safe += "&quot;"
            case "'": safe += "&#39;"
            case "\n", "\t": safe.unicodeScalars.append(scalar)
            default:
                // Control characters and noncharacters are not allowed in HTML, not even as references.
                let value = scalar.value
                let isForbidden =
                    value < 0x20 || 0x7f...0x9f ~= value || 0xfdd0...0xfdef ~= value || value & 0xfffe == 0xfffe
                safe.unicodeScalars.append(isForbidden ? "\u{fffd}" : scalar)
            }
        }
        return safe
    }

    /// A coordinate, to a tenth.
    static func number(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        let sign = tenths < 0 ? "-" : ""
        let rest = tenths.magnitude % 10
        return rest == 0 ? "\(sign)\(tenths.magnitude / 10)" : "\(sign)\(tenths.magnitude / 10).\(rest)"
    }
}
