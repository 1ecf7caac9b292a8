/// What a server answered.
package struct WebResponse: Sendable, Hashable {
    package var status: Int
    package var headers: WebFields
    package var body: [UInt8]

    package init(status: Int, headers: WebFields, body: [UInt8]) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    package var isSuccess: Bool { (200..<300).contains(status) }
    package var text: String { String(decoding: body, as: UTF8.self) }
}
