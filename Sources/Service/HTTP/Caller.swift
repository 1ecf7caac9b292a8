internal import Dialects
internal import Model
internal import Web

/// Who asked, and where the answer goes; every answer is counted.
final class Caller: Sendable {
    let request: WebRequest
    let route: Route
    private let answer: WebAnswer
    private let counts: RequestCounts

    init(_ request: WebRequest, _ route: Route, _ answer: WebAnswer, _ counts: RequestCounts) {
        self.request = request
        self.route = route
        self.answer = answer
        self.counts = counts
    }

    func send(_ response: Response) {
        counts.add(route.operation, response.status)
        answer.send(status: response.status, headers: response.headers, body: response.body)
    }

    func fail(_ error: any Error) { send(Response(Problem(error))) }

    /// Answers what the body gives, or why it gives nothing.
    func answer(_ body: () throws -> Response) {
        do { send(try body()) } catch { fail(error) }
    }

    func stream(_ headers: WebFields) -> WebStream {
        counts.add(route.operation, 200)
        return answer.stream(headers: headers)
    }

    func whenClosed(_ act: @escaping @Sendable () -> Void) { answer.whenClosed(act) }
}

/// What the query says.
extension Caller {
    private static let submitting = ["directory", "document", "rename", "zone"]

    /// - Throws: a problem, when something is in the query that is not understood: a filter that is silently passed
    ///   over answers another question.
    func checkQuery() throws {
        let known = route.operation.parameters + (route.operation == .submit ? Self.submitting : [])
        for item in request.query.items where !known.contains(item.name) {
            let remedy =
                NearestName.nearest(to: item.name, among: known).map { "Did you mean \"\($0)\"?" }
                ?? (known.isEmpty ? "Leave it out." : "Known here: \(known.joined(separator: ", ")).")
            throw Problem.parameter(item.name, "is not known here", remedy)
        }
    }

    /// None when it is missing or empty.
    func text(_ name: String) -> String? { request.query[name].flatMap { $0.isEmpty ? nil : $0 } }

    func number(_ name: String, in range: ClosedRange<Int>) throws -> Int? {
        guard let text = text(name) else { return nil }
        guard let number = Int(text) else {
            throw Problem.parameter(name, "is \"\(text)\"; a whole number is needed", "Write it without quotes.")
        }
        guard range.contains(number) else {
            throw Problem.parameter(
                name, "is \(number); \(range.lowerBound) to \(range.upperBound) is possible",
                number < range.lowerBound ? "Raise it." : "Lower it.")
        }
        return number
    }

    func flag(_ name: String) throws -> Bool {
        guard let text = text(name) else { return false }
        guard let flag = Bool(text) else {
            throw Problem.parameter(name, "is \"\(text)\"; true or false is needed", "Write one of the two.")
        }
        return flag
    }

    func word<Value>(_ name: String, of words: [(String, Value)]) throws -> Value? {
        guard let text = text(name) else { return nil }
        if let match = words.first(where: { $0.0 == text }) { return match.1 }
        let near = NearestName.nearest(to: text, among: words.map(\.0))
        throw Problem.parameter(
            name, "is \"\(text)\"; known are \(words.map(\.0).joined(separator: ", "))",
            near.map { "Did you mean \"\($0)\"?" } ?? "Choose one of them.")
    }

    func state() throws -> TaskState? { try word("state", of: TaskState.allCases.map { ("\($0)", $0) }) }

    func iterations() throws -> ClosedRange<Int>? {
        try text("iterations").map { text in
            guard let span = TaskSelector.iterations(text[...]) else {
                throw Problem.parameter("iterations", "is \"\(text)\", which is no range", "Write it like 3 or 0-99.")
            }
            return span
        }
    }
}
