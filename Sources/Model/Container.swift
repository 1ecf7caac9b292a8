/// What a command runs in instead of the machine itself.
public struct Container: Sendable, Hashable {
    /// As the container engine knows it.
    public var image: String
    /// None: the image's own.
    public var user: String?
    public var volumes: [Volume]
    public var ports: [Port]
    /// Of the engine; none: its standard one.
    public var network: String?

    /// The named amount that nodes with a container engine offer, and tasks in containers ask one of.
    public static let amountName = "containers"

    /// A folder of the machine, seen inside.
    public struct Volume: Sendable, Hashable {
        /// An absolute path.
        public var outside: String
        public var inside: String
        public var isReadOnly: Bool

        public init(outside: String, inside: String, isReadOnly: Bool = false) {
            self.outside = outside
            self.inside = inside
            self.isReadOnly = isReadOnly
        }

        /// `outside:inside`, as engines write it.
        public var text: String { "\(outside):\(inside)" + (isReadOnly ? ":ro" : "") }
    }

    /// A port of the machine that leads inside.
    public struct Port: Sendable, Hashable {
        /// Of the machine: where it listens.
        public var address: String
        public var outside: Int
        public var inside: Int

        public init(address: String = "127.0.0.1", outside: Int, inside: Int) {
            self.address = address
            self.outside = outside
            self.inside = inside
        }

        /// `address:outside:inside`.
        public var text: String { "\(address):\(outside):\(inside)" }
    }

    public init(image: String) {
        self.image = image
        volumes = []
        ports = []
    }
}

extension Request {
    /// One of what nodes with a container engine offer, unless it asks for them already.
    public mutating func askForContainer() {
        for position in alternatives.indices { alternatives[position].askForContainer() }
        guard !named.contains(where: { $0.name == Container.amountName }) else { return }
        named.append(NamedAmount(name: Container.amountName, amount: Amount(1)))
        named.sort { $0.name < $1.name }
    }
}
