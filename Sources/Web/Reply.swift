/// What goes back to whoever asked.
struct Reply: Sendable, Hashable {
    var status: Int
    var fields: WebFields
    var body: [UInt8]

    /// A refusal in the form the rest of the answers have.
    static func refusal(_ status: Int, _ sentence: String, _ fields: WebFields = [:]) -> Reply {
        var fields = fields
        fields.append("Content-Type", "application/json")
        return Reply(status: status, fields: fields, body: Array("{\"error\":{\"message\":\"\(sentence)\"}}\n".utf8))
    }
}
