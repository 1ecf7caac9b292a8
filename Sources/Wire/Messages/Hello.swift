package import Model

/// An executor's introduction, the first message of every link.
package struct Hello: Sendable, Hashable {
    package var speaker: Speaker
    /// Counts the hellos of this executor from 1. A welcome to an earlier one is no longer meant.
    package var greeting: UInt64
    /// Drawn at random when the process began.
    package var executor: UInt64
    /// Of the run whose orders it took last; 0: none.
    package var token: UInt64
    /// What it offers. The identifier is the service's to give and means nothing here.
    package var node: Node
    /// Every attempt it was given that has not ended, those that wait in chains included.
    package var held: [AttemptIdentifier]
    /// The number of the first fact that was not acknowledged; one beyond the last when all were.
    package var firstUnacknowledged: UInt64
    package var host: String
    package var processIdentifier: Int
    /// As the batch system spells it; empty outside of one.
    package var batchJob: String
    /// Where it keeps what tasks print, as its own machine names it; empty: it can't be asked for it. Since 1.1.
    package var outputFolder = ""
    /// The cores of its node that others keep busy, by their positions, ascending. Since 1.5.
    package var coresKept: [Int] = []

    package init(
        speaker: Speaker, greeting: UInt64, executor: UInt64, token: UInt64 = 0, node: Node,
        held: [AttemptIdentifier] = [], firstUnacknowledged: UInt64 = 1, host: String, processIdentifier: Int,
        batchJob: String = ""
    ) {
        self.speaker = speaker
        self.greeting = greeting
        self.executor = executor
        self.token = token
        self.node = node
        self.held = held
        self.firstUnacknowledged = firstUnacknowledged
        self.host = host
        self.processIdentifier = processIdentifier
        self.batchJob = batchJob
    }
}

extension FactPacker {
    mutating func put(_ hello: Hello) {
        put(hello.speaker)
        put(unsigned: hello.greeting)
        put(unsigned: hello.executor)
        put(unsigned: hello.token)
        put(hello.node)
        put(list: hello.held) { $0.put(attempt: $1) }
        put(unsigned: hello.firstUnacknowledged)
        put(text: hello.host)
        put(count: hello.processIdentifier)
        put(text: hello.batchJob)
        if hello.speaker.wire.minor >= 1 { put(text: hello.outputFolder) }
        if hello.speaker.wire.minor >= 3 { put(text: hello.node.containerProblem) }
        if hello.speaker.wire.minor >= 4 { put(domains: hello.node) }
        if hello.speaker.wire.minor >= 5 { put(positions: hello.coresKept) }
    }
}

extension FactUnpacker {
    mutating func hello() throws(PackingProblem) -> Hello {
        var hello = Hello(
            speaker: try speaker(), greeting: try unsigned(), executor: try unsigned(), token: try unsigned(),
            node: try node(), host: "", processIdentifier: 0)
        hello.held = try attempts()
        hello.firstUnacknowledged = try unsigned()
        guard (1...UInt64.max / 2).contains(hello.firstUnacknowledged) else {
            throw malformed("facts numbered from \(hello.firstUnacknowledged)")
        }
        hello.host = try text()
        hello.processIdentifier = try count()
        hello.batchJob = try text()
        if hello.speaker.wire.minor >= 1 { hello.outputFolder = try text() }
        if hello.speaker.wire.minor >= 3 { hello.node.containerProblem = try text() }
        if hello.speaker.wire.minor >= 4 { hello.node.domains = try domains(ofCores: hello.node.cores.count) }
        if hello.speaker.wire.minor >= 5 { hello.coresKept = try positions() }
        guard hello.coresKept.last ?? 0 < max(1, hello.node.cores.count) else {
            throw malformed("a core that the node does not have")
        }
        return hello
    }

    mutating func attempts() throws(PackingProblem) -> [AttemptIdentifier] {
        try list(atMost: MessageLimits.attempts, "attempts") { unpacker throws(PackingProblem) in
            try unpacker.attempt()
        }
    }
}
