import Dialects

/// A request of a single yes or no.
struct FlagRequest: JSONWritable {
    var name: String
    var value: Bool

    func write(to json: inout JSONText) { json.object { json in json.member(name, value) } }
}
