package import Model

/// The service's answer to a hello that it accepts.
package struct Welcome: Sendable, Hashable {
    package var speaker: Speaker
    /// The hello's that it answers.
    package var greeting: UInt64
    /// Of the run that the executor works for from now on.
    package var token: UInt64
    /// The same as before when its node was not given up in between.
    package var node: NodeIdentifier
    /// Where relative working folders begin when a job names none.
    package var directory: String
    /// Given up, or not known here: the executor ends these, says nothing more of them, and is ready when they are
    /// gone.
    package var abandoned: [AttemptIdentifier]
    /// Every fact up to this number is durable.
    package var acknowledged: UInt64
    /// The service's present. All instants on the wire are its: the executor keeps the difference to its own clock.
    package var now: Instant
    /// Either side says something at least so often.
    package var aliveEvery: Duration
    /// Whoever said nothing for so long counts as silent.
    package var silenceLimit: Duration
    /// Of what is printed where the service can't see it, it asks for everything up to so many bytes in one stream; 0:
    /// only for what somebody wants to see. Since 1.1.
    package var fetchingLimit: Int64 = 0
    /// Whether who is paused for another goes on soon, since everybody has a turn. Since 1.3.
    package var servesInTurn = true

    package init(
        speaker: Speaker, greeting: UInt64, token: UInt64, node: NodeIdentifier, directory: String,
        abandoned: [AttemptIdentifier] = [], acknowledged: UInt64 = 0, now: Instant,
        aliveEvery: Duration = .seconds(1), silenceLimit: Duration = .seconds(8)
    ) {
        self.speaker = speaker
        self.greeting = greeting
        self.token = token
        self.node = node
        self.directory = directory
        self.abandoned = abandoned
        self.acknowledged = acknowledged
        self.now = now
        self.aliveEvery = aliveEvery
        self.silenceLimit = silenceLimit
    }
}

extension FactPacker {
    mutating func put(_ welcome: Welcome) {
        put(welcome.speaker)
        put(unsigned: welcome.greeting)
        put(unsigned: welcome.token)
        put(count: welcome.node.number)
        put(text: welcome.directory)
        put(list: welcome.abandoned) { $0.put(attempt: $1) }
        put(unsigned: welcome.acknowledged)
        put(signed: welcome.now.nanoseconds)
        put(count: welcome.aliveEvery.nanoseconds)
        put(count: welcome.silenceLimit.nanoseconds)
        if welcome.speaker.wire.minor >= 1 { put(count: welcome.fetchingLimit) }
        if welcome.speaker.wire.minor >= 3 { put(flag: welcome.servesInTurn) }
    }
}

extension FactUnpacker {
    mutating func welcome() throws(PackingProblem) -> Welcome {
        var welcome = Welcome(
            speaker: try speaker(), greeting: try unsigned(), token: try unsigned(),
            node: NodeIdentifier(try count()), directory: try text(), now: .zero)
        welcome.abandoned = try attempts()
        welcome.acknowledged = try unsigned()
        welcome.now = Instant(nanoseconds: try signed64())
        welcome.aliveEvery = Duration(nanoseconds: try count64())
        welcome.silenceLimit = Duration(nanoseconds: try count64())
        if welcome.speaker.wire.minor >= 1 { welcome.fetchingLimit = try count64() }
        if welcome.speaker.wire.minor >= 3 { welcome.servesInTurn = try flag() }
        guard welcome.now.isReckonable, welcome.aliveEvery > .zero, welcome.silenceLimit > welcome.aliveEvery else {
            throw malformed("a welcome's times")
        }
        return welcome
    }
}
