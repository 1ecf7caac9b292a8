import Model

/// Where a command line takes its iterations from, each as its bytes or its text.
package enum IterationSource: Sendable {
    /// `--each`: a value a line, or up to each NUL with `-0`; `origin` is the file's name.
    case each([UInt8], separator: UInt8, origin: String)
    /// `--values a,b,c`
    case values(String)
    /// `--range 0-99`
    case range(String)
    /// `--table`: a header and a value for each of its names in every row; `origin` is the file's name.
    case table([UInt8], origin: String)

    /// Whether its values are appended to a command that names no place for them, as xargs and GNU parallel do.
    var isAppended: Bool {
        switch self {
        case .each, .values: true
        case .range, .table: false
        }
    }

    func columns() throws(Refusal) -> [Iterations.Column] {
        switch self {
        case .each(let bytes, let separator, let origin):
            return [.init(values: .list(try Self.texts(bytes, separator, origin)))]
        case .values(let text):
            guard !text.isEmpty else {
                throw CommandLineJob.refusal(
                    "--values", ReadingProblem("is empty", "Give it at least one value: --values a,b,c."))
            }
            return [
                .init(
                    values: .list(Texts(text.split(separator: ",", omittingEmptySubsequences: false).map(String.init))))
            ]
        case .range(let text):
            do throws(ReadingProblem) {
                return [.init(values: .range(try WholeRanges.readIterations(text)))]
            } catch {
                throw CommandLineJob.refusal("--range", error)
            }
        case .table(let bytes, let origin): return try CommaSeparatedTable.read(bytes, document: origin)
        }
    }

    private static func texts(_ bytes: [UInt8], _ separator: UInt8, _ origin: String) throws(Refusal) -> Texts {
        func problem(_ text: String, _ remedy: String, line: Int? = nil) -> Refusal {
            .document(DocumentProblem(document: origin, line: line, problem: text, remedy: remedy))
        }
        guard bytes.count <= Int(UInt32.max) else {
            throw problem("is longer than 4 GiB, the most a list of values can be", "Split it into several runs.")
        }
        var texts = Texts()
        var start = 0
        while start < bytes.count {
            let end = bytes[start...].firstIndex(of: separator) ?? bytes.count
            let value = bytes[start..<end]
            if separator != 0, value.contains(0) {
                throw problem(
                    "holds a NUL byte, which no argument can hold", "Add -0 when NUL separates the values.",
                    line: texts.count + 1)
            }
            texts.append(value)
            start = end + 1
        }
        guard texts.count > 0 else {
            throw problem("holds no values", "Give it at least one line.")
        }
        return texts
    }
}
