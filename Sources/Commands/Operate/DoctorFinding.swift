internal import Dialects

/// One thing that `rota doctor` looked at.
struct DoctorFinding: Sendable, Hashable {
    /// What it belongs to: `libraries`.
    var section: String
    var name: String
    /// A sentence's part; no token and no key is in it.
    var value: String
    var standing = Standing.fine
    /// What to do about it, a sentence; empty: nothing.
    var remedy = ""

    enum Standing: String, Sendable, Hashable {
        case fine
        /// Worth knowing; everything works.
        case notable
        /// Something of Rota does not work so.
        case broken
    }

    func write(to json: inout JSONText) {
        json.object { json in
            json.member("section", section)
            json.member("name", name)
            json.member("value", value)
            json.member("standing", standing.rawValue)
            if !remedy.isEmpty { json.member("remedy", remedy) }
        }
    }
}
