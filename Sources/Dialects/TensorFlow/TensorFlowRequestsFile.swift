package import Model

/// A requests file: a request a line, its fields parted by commas, without a header.
///
/// - Shape: `execution,0,tf_scheduler,12,60` or `update,0,tf_scheduler,4,[41.2],0`; the sixth field is the priority.
package enum TensorFlowRequestsFile {
    /// A request and the line it stands in, from 1.
    package struct Line: Sendable, Hashable {
        package var number: Int
        package var request: TensorFlowRequest

        package init(number: Int, request: TensorFlowRequest) {
            self.number = number
            self.request = request
        }
    }

    // 100,000: hours of reading for nobody; a workload of that size is a trace for `rota rehearse`.
    private static let mostLines = 100_000
    // 65,536: more than any machine has.
    private static let mostThreads = 65_536

    /// - Parameter name: of the file, for refusals.
    package static func read(_ bytes: [UInt8], name: String) throws(Refusal) -> [Line] {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw .document(
                DocumentProblem(
                    document: name, problem: "holds bytes that are not UTF-8", remedy: "Save it in that encoding."))
        }
        var lines: [Line] = []
        var known: [Int: Int] = [:]
        // Also the line ends of other systems.
        let parts = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for (position, text) in parts.enumerated() {
            let fields = text.split(separator: ",", omittingEmptySubsequences: false).map(trimmed)
            if fields == [""] { continue }
            let reader = LineReader(document: name, number: position + 1, fields: fields)
            let request = try reader.request()
            try reader.check(request, known: known)
            if request.kind == .execution { known[request.instance] = reader.number }
            lines.append(Line(number: reader.number, request: request))
            guard lines.count <= mostLines else {
                throw reader.refusal("", "is one more than the \(mostLines) requests that are read", "Split the file.")
            }
        }
        guard !known.isEmpty else {
            throw .document(
                DocumentProblem(
                    document: name, problem: "asks for no container",
                    remedy: "Write a line like execution,0,tf_scheduler,4,60."))
        }
        return lines
    }

    /// With six columns, as the later program reads it.
    package static func text(_ requests: [TensorFlowRequest]) -> String {
        requests.map { request in
            let seconds = TensorFlowTexts.seconds(request.seconds)
            let fields = ["\(request.kind)", "\(request.instance)", request.image, "\(request.threads)", seconds]
            return (fields + ["\(request.priority)"]).joined(separator: ",") + "\n"
        }.joined()
    }

    private static func trimmed(_ text: Substring) -> String {
        let blanks: Set<Character> = [" ", "\t"]
        return String(text.drop(while: blanks.contains).reversed().drop(while: blanks.contains).reversed())
    }

    private struct LineReader {
        let document: String
        let number: Int
        let fields: [String]

        func refusal(_ path: String, _ problem: String, _ remedy: String) -> Refusal {
            .document(
                DocumentProblem(document: document, line: number, path: path, problem: problem, remedy: remedy))
        }

        func request() throws(Refusal) -> TensorFlowRequest {
            guard (5...6).contains(fields.count) else {
                throw refusal(
                    "", "has \(Self.columns(fields.count)); 5 or 6 make a request",
                    "Write KIND,INSTANCE,IMAGE,THREADS,SECONDS, and PRIORITY behind them if you like.")
            }
            guard let kind = TensorFlowRequest.Kind(rawValue: fields[0]) else {
                let known = TensorFlowRequest.Kind.allCases.map(\.rawValue)
                let near = NearestName.nearest(to: fields[0], among: known)
                throw refusal(
                    "kind", "is \"\(Abridged.text(fields[0]))\"; known are execution, update",
                    near.map { "Did you mean \"\($0)\"?" } ?? "Choose one of them.")
            }
            var request = TensorFlowRequest(
                kind, instance: try whole(1, "instance", in: 0...1_000_000), image: fields[2],
                threads: try whole(3, "threads", in: 1...mostThreads))
            guard !request.image.isEmpty else { throw refusal("image", "is empty", "Name a Docker image.") }
            request.seconds = try seconds()
            if fields.count == 6 { request.priority = try whole(5, "priority", in: TensorFlowRequest.priorities) }
            return request
        }

        func check(_ request: TensorFlowRequest, known: [Int: Int]) throws(Refusal) {
            switch (request.kind, known[request.instance]) {
            case (.execution, let line?):
                throw refusal(
                    "instance", "is \(request.instance), which line \(line) asks for already",
                    "Give each container a number of its own; another width for a running one is an update.")
            case (.update, nil):
                throw refusal(
                    "instance", "is \(request.instance), which no line above asks for",
                    "Write its execution above its update.")
            default: break
            }
        }

        private func whole(_ column: Int, _ name: String, in range: ClosedRange<Int>) throws(Refusal) -> Int {
            guard let value = Int(fields[column]), range.contains(value) else {
                throw refusal(
                    name,
                    "is \"\(Abridged.text(fields[column]))\"; "
                        + "a whole number from \(range.lowerBound) to \(range.upperBound) is possible", "Correct it.")
            }
            return value
        }

        /// `90`, `41.2`, `[41.2]`.
        private func seconds() throws(Refusal) -> Duration {
            var text = fields[4]
            if text.hasPrefix("["), text.hasSuffix("]") { text = String(text.dropFirst().dropLast()) }
            if text.hasPrefix("-"), Double(text) != nil {
                throw refusal("seconds", "is \(text); nobody can wait for less than 0 s", "Raise it.")
            }
            do throws(ReadingProblem) { return try Durations.read(text) } catch {
                throw refusal("seconds", error.problem, "Write seconds, such as 90 or 41.2.")
            }
        }

        private static func columns(_ count: Int) -> String { count == 1 ? "1 column" : "\(count) columns" }
    }
}
