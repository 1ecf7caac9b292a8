import Model
import Posix
import Sockets
import Wire

/// An executor without processes: whatever is handed to it has succeeded at once.
///
/// It says what a real one says, over a link of its own; a service can't tell them apart.
struct LightExecutor {
    let socket: Socket
    private(set) var isReady = false
    private(set) var ended = 0
    private let node: Node
    private let identity: UInt64
    private var outbox = Outbox()
    /// What must be added to the machine's monotonic clock to get the service's time.
    private var clockOffset: Int64 = 0
    // 5 s until it is told: so long a hello waits for its answer.
    private var aliveEvery: Int64 = 5_000_000_000
    private var spokenAt: Int64 = 0
    private var greetings: UInt64 = 0

    struct Refused: Error { let description: String }

    init(number: Int, options: SocketOptions, endpoint: String, context: SocketContext) throws {
        socket = try Socket(.dealer, in: context, options: options)
        try socket.connect(to: endpoint)
        identity = UInt64.random(in: 1...UInt64.max)
        var node = Node(
            identifier: NodeIdentifier(0), name: "light\(number)", cores: [0], memory: .gibibytes(1))
        node.isBindable = false
        node.executor = identity
        self.node = node
    }

    /// Takes what has come, answers it, and says that it is there.
    mutating func step() throws {
        while let message = try socket.receive() {
            try take(ServiceMessage(unpacking: message.parts.first ?? []))
        }
        if isReady { try flush() }
        guard Clock.monotonicNanoseconds() - spokenAt > aliveEvery else { return }
        // Without a link nothing is taken; then it says so again.
        if greetings == 0 || !isReady { try greet() } else { try say(.alive) }
    }

    private mutating func take(_ message: ServiceMessage) throws {
        switch message {
        case .introduce: try greet()
        case .welcome(let welcome) where welcome.greeting == greetings && !isReady:
            clockOffset = welcome.now.nanoseconds - Clock.monotonicNanoseconds()
            aliveEvery = welcome.aliveEvery.nanoseconds
            isReady = try say(.ready(greeting: greetings))
        case .orders(let batch): for case .start(let handOver) in batch.orders { succeed(handOver) }
        case .acknowledged(let number): _ = outbox.acknowledge(through: number)
        case .refused(let speaker, let reason): throw Refused(description: "\(speaker) refuses: \(reason)")
        case .welcome, .output, .drain, .stop, .alive, .leave: break
        }
    }

    private mutating func greet() throws {
        greetings += 1
        isReady = false
        try say(
            .hello(
                Hello(
                    speaker: Speaker(software: "bench"), greeting: greetings, executor: identity, node: node,
                    host: "bench", processIdentifier: Int(Process.number))))
    }

    private mutating func succeed(_ handOver: HandOver) {
        let now = Instant(nanoseconds: Clock.monotonicNanoseconds() + clockOffset)
        outbox.append(
            (0..<handOver.count).map { offset in
                .attemptEnded(
                    AttemptEnd(
                        attempt: AttemptIdentifier(handOver.firstAttempt.number + offset), startedAt: now, endedAt: now,
                        processIdentifier: 1, outcome: .succeeded))
            })
        ended += handOver.count
    }

    private mutating func flush() throws {
        while let batch = outbox.next(), try say(.facts(batch)) { outbox.sent(batch) }
    }

    @discardableResult
    private mutating func say(_ message: ExecutorMessage) throws -> Bool {
        spokenAt = Clock.monotonicNanoseconds()
        return try socket.send(message.packed()) == .sent
    }
}
