internal import Dialects
internal import Web

/// What goes back at once.
struct Response: Sendable {
    var status: Int
    var headers: WebFields
    var body: [UInt8]

    init(status: Int = 200, headers: WebFields = [:], type: String, body: [UInt8]) {
        self.status = status
        self.headers = headers
        self.headers.append("Content-Type", type)
        self.body = body
    }

    /// On one line, as programs read it.
    static func json(status: Int = 200, writing write: (inout JSONText) -> Void) -> Response {
        var json = JSONText(indented: false)
        write(&json)
        json.endLine()
        return Response(status: status, type: "application/json", body: json.bytes)
    }

    static func json(_ value: some JSONWritable, status: Int = 200) -> Response {
        json(status: status) { value.write(to: &$0) }
    }

    init(_ problem: Problem) {
        self = .json(problem.view, status: problem.status)
        for field in problem.headers.fields { headers.append(field.name, field.value) }
    }
}
