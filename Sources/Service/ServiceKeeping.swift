internal import Dialects
internal import Model
internal import Posix
internal import Sockets

/// What a service keeps beside its record, so that its executors and clients find the same one after a restart.
struct ServiceKeeping {
    /// The number of the run that is its record.
    var run: Int
    /// The bearer token of HTTP.
    var token: String
    var service: KeyPair
    /// The pair that executors come with.
    var client: KeyPair
    var certificate: (certificate: String, key: String)?
    var httpPort = 0
    var executorPort = 0
    /// Where clients of QCG without keys are served, and where changes are published to them.
    var plainPort = 0
    var publisherPort = 0

    init(run: Int) throws(SocketFailure) {
        self.run = run
        var random = SystemRandomNumberGenerator()
        token = (0..<4).map { _ in Self.hexadecimal(random.next()) }.joined()
        service = try KeyPair()
        client = try KeyPair()
    }

    private static func hexadecimal(_ value: UInt64) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    static func path(in state: String) -> String { state + "/service.json" }

    func write(in state: String) throws(SystemFailure) {
        var json = JSONText()
        json.object { json in
            for (name, value) in [
                ("run", run), ("httpPort", httpPort), ("executorPort", executorPort), ("plainPort", plainPort),
                ("publisherPort", publisherPort),
            ] {
                json.key(name)
                json.value(value)
            }
            for (name, value) in [
                ("token", token), ("serviceSecretKey", service.secretKey.text),
                ("clientSecretKey", client.secretKey.text), ("certificate", certificate?.certificate ?? ""),
                ("certificateKey", certificate?.key ?? ""),
            ] {
                json.key(name)
                json.value(value)
            }
        }
        try FileSystem.replace(Self.path(in: state), with: Array((json.text + "\n").utf8), mode: 0o600)
    }

    /// None where no service has been.
    init?(readingFrom state: String) throws {
        let path = Self.path(in: state)
        guard FileSystem.exists(path) else { return nil }
        let names = [
            "run", "httpPort", "executorPort", "plainPort", "publisherPort", "token", "serviceSecretKey",
            "clientSecretKey", "certificate", "certificateKey",
        ]
        let fields = try Fields(of: JSONReader.read(FileSystem.content(of: path), document: path).root, known: names)
        let remedy = "Remove the file: the service then makes new keys, and starts with an empty queue."
        run = try fields.required("run", remedy).integer(in: 1...Int.max)
        httpPort = try fields["httpPort"]?.integer(in: 0...65535) ?? 0
        executorPort = try fields["executorPort"]?.integer(in: 0...65535) ?? 0
        plainPort = try fields["plainPort"]?.integer(in: 0...65535) ?? 0
        publisherPort = try fields["publisherPort"]?.integer(in: 0...65535) ?? 0
        // Whoever takes one out of the file wants another.
        let fresh = try ServiceKeeping(run: run)
        token = try fields["token"]?.text() ?? fresh.token
        service = try fields["serviceSecretKey"].map { try Self.pair($0, remedy) } ?? fresh.service
        client = try fields["clientSecretKey"].map { try Self.pair($0, remedy) } ?? fresh.client
        let text = try fields["certificate"]?.text() ?? ""
        if !text.isEmpty { certificate = (text, try fields["certificateKey"]?.text() ?? "") }
    }

    private static func pair(_ value: JSONValue, _ remedy: String) throws -> KeyPair {
        guard let key = CurveKey(text: try value.text()) else { throw value.refusal("is no key", remedy) }
        return try KeyPair(secretKey: key)
    }
}
