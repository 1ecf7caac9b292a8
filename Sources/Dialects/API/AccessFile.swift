package import Model

/// What lets a client or an executor in: where the service listens, and the keys to it. Who can read it is in.
package struct AccessFile: Sendable, Hashable {
    /// Of the service that wrote it.
    package var version: String
    package var host: String
    package var process: Int
    /// The state folder, as the service's machine names it.
    package var state: String
    /// The folder of the service's own run within it.
    package var run: String
    /// `http://127.0.0.1:7080`.
    package var http: String
    /// The bearer token of HTTP.
    package var token: String
    /// Base64 of the SHA-256 of the certificate's public key; empty: no TLS.
    package var pin: String
    /// `tcp://127.0.0.1:7040`.
    package var zeromq: String
    /// Where QCG's requests are taken from clients with keys, and from those without; empty: nowhere.
    package var requests: String
    package var plain: String
    /// The keys of CURVE, in Z85: the service's public one, and a pair that it lets in.
    package var servicePublicKey: String
    package var publicKey: String
    package var secretKey: String

    package init(version: String, host: String, process: Int, state: String, run: String) {
        self.version = version
        self.host = host
        self.process = process
        self.state = state
        self.run = run
        http = ""
        token = ""
        pin = ""
        zeromq = ""
        requests = ""
        plain = ""
        servicePublicKey = ""
        publicKey = ""
        secretKey = ""
    }
}

extension AccessFile {
    /// None when it is not said.
    package var zeromqPort: Int? { Self.port(of: zeromq) }

    /// Of an address such as `tcp://127.0.0.1:7040`.
    package static func port(of address: String) -> Int? { address.split(separator: ":").last.flatMap { Int($0) } }

    private static let names = [
        "version", "host", "process", "state", "run", "http", "token", "pin", "zeromq", "requests", "plain",
        "servicePublicKey", "publicKey", "secretKey",
    ]

    package var text: String {
        var json = JSONText()
        json.object { json in
            json.key("process")
            json.value(process)
            for (name, value) in texts {
                json.key(name)
                json.value(value)
            }
        }
        return json.text + "\n"
    }

    private var texts: [(String, String)] {
        [
            ("version", version), ("host", host), ("state", state), ("run", run), ("http", http), ("token", token),
            ("pin", pin), ("zeromq", zeromq), ("requests", requests), ("plain", plain),
            ("servicePublicKey", servicePublicKey), ("publicKey", publicKey),
            ("secretKey", secretKey),
        ]
    }

    /// - Parameter document: how the file is called in a refusal.
    package init(reading bytes: [UInt8], document: String) throws(Refusal) {
        let tape = try JSONReader.read(bytes, document: document)
        let fields = try Fields(of: tape.root, known: Self.names)
        func text(_ name: String) throws(Refusal) -> String { try fields[name]?.text() ?? "" }
        self.init(
            version: try text("version"), host: try text("host"),
            process: try fields["process"]?.integer(in: 0...Int.max) ?? 0, state: try text("state"),
            run: try text("run"))
        http = try fields.required("http", "Let the service write it anew: start it again.").text()
        token = try text("token")
        pin = try text("pin")
        zeromq = try text("zeromq")
        requests = try text("requests")
        plain = try text("plain")
        servicePublicKey = try text("servicePublicKey")
        publicKey = try text("publicKey")
        secretKey = try text("secretKey")
    }
}
