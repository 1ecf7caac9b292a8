import Model

/// RFC 4180: a header of names, then rows; fields in double quotes may hold commas, line ends and doubled quotes.
struct CommaSeparatedTable {
    private let document: String
    private let bytes: [UInt8]
    private var position = 0
    private var line = 1

    static func read(_ bytes: [UInt8], document: String) throws(Refusal) -> [Iterations.Column] {
        var table = CommaSeparatedTable(document: document, bytes: bytes)
        guard bytes.count <= Int(UInt32.max) else {
            throw table.refusal("is longer than 4 GiB, the most a table can be", "Split it into several runs.")
        }
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { table.position = 3 }
        guard let header = try table.row() else {
            throw table.refusal("holds no header", "Write the columns' names in its first line.")
        }
        let names = try table.names(header)
        var columns = names.map { _ in Texts() }
        while true {
            let line = table.line
            guard let row = try table.row() else { break }
            if row.count == 1, row[0].isEmpty, names.count > 1 { continue }
            guard row.count == names.count else {
                table.line = line
                throw table.refusal(
                    "has \(row.count) fields; the header names \(names.count)", "Quote fields that hold a comma.")
            }
            for (column, field) in row.enumerated() { columns[column].append(field) }
        }
        guard columns.first?.count ?? 0 > 0 else {
            throw table.refusal("holds no row below its header", "Add one.")
        }
        return zip(names, columns).map { .init(name: $0, values: .list($1)) }
    }

    private init(document: String, bytes: [UInt8]) {
        self.document = document
        self.bytes = bytes
    }

    private func refusal(_ problem: String, _ remedy: String) -> Refusal {
        .document(DocumentProblem(document: document, line: line, problem: problem, remedy: remedy))
    }

    private func names(_ header: [ArraySlice<UInt8>]) throws(Refusal) -> [String] {
        var names: [String] = []
        for field in header {
            guard let name = String(validating: field, as: UTF8.self) else {
                throw refusal("has a column whose name is not UTF-8", "Save the file in the encoding UTF-8.")
            }
            do throws(ReadingProblem) {
                try RotaTemplate.checkColumn(name)
            } catch {
                throw refusal(error.problem, error.remedy)
            }
            guard !names.contains(name) else {
                throw refusal("has two columns called \"\(name)\"", "Rename one of the two.")
            }
            names.append(name)
        }
        return names
    }

    /// The fields of the next row; nothing at the end.
    private mutating func row() throws(Refusal) -> [ArraySlice<UInt8>]? {
        guard position < bytes.count else { return nil }
        var fields: [ArraySlice<UInt8>] = []
        while true {
            fields.append(try field())
            if position < bytes.count, bytes[position] == UInt8(ascii: ",") {
                position += 1
                continue
            }
            if position < bytes.count, bytes[position] == UInt8(ascii: "\r") { position += 1 }
            if position < bytes.count { position += 1 }
            line += 1
            return fields
        }
    }

    private mutating func field() throws(Refusal) -> ArraySlice<UInt8> {
        guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else {
            let start = position
            while position < bytes.count, !isEnd(position) {
                if bytes[position] == 0 { throw nul }
                position += 1
            }
            return bytes[start..<position]
        }
        var text: [UInt8] = []
        let opened = line
        position += 1
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            if byte == UInt8(ascii: "\"") {
                guard position < bytes.count, bytes[position] == byte else {
                    guard position == bytes.count || isEnd(position) else {
                        throw refusal("goes on behind a closing quote", "Double the quotes inside a quoted field.")
                    }
                    return text[...]
                }
                position += 1
            }
            if byte == UInt8(ascii: "\n") { line += 1 }
            if byte == 0 { throw nul }
            text.append(byte)
        }
        line = opened
        throw refusal("opens a quote that never ends", "Close it with a double quote.")
    }

    private var nul: Refusal { refusal("holds a NUL byte, which no argument can hold", "Remove it.") }

    /// A comma, or the end of a line in either convention.
    private func isEnd(_ place: Int) -> Bool {
        switch bytes[place] {
        case UInt8(ascii: ","), UInt8(ascii: "\n"): true
        case UInt8(ascii: "\r"): place + 1 == bytes.count || bytes[place + 1] == UInt8(ascii: "\n")
        default: false
        }
    }
}
