/// What somebody asked of a server, whole.
package struct WebRequest: Sendable, Hashable {
    /// HEAD is told as `get`: the server leaves the body out by itself.
    package var method: WebMethod
    /// The parts between the slashes, decoded; none of them leads up the tree.
    package var path: [String]
    package var query: WebQuery
    package var headers: WebFields
    package var body: [UInt8]
    /// The numeric address it came from.
    package var peer: String
}
