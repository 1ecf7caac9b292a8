import Model
import Wire

/// Messages of every kind with random fields, repeated by their seed.
struct RandomMessages {
    /// SplitMix64.
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }

    mutating func number(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + Int(next() % UInt64(range.count))
    }

    mutating func bytes(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8(truncatingIfNeeded: next()) } }
    private mutating func chance() -> Bool { next() & 1 == 0 }
    private mutating func large() -> Int64 { Int64(next() >> UInt64(number(3...63))) }
    private mutating func text() -> String {
        ["", "n1", "grüße\u{0}", String(repeating: "long ", count: 50)][number(0...3)]
    }
    private mutating func instant() -> Instant { Instant(nanoseconds: large()) }
    private mutating func attempt() -> AttemptIdentifier { AttemptIdentifier(Int(large())) }
    private mutating func location() -> CapturedOutput.Location {
        [.nothing, .log(offset: large(), count: large()), .file(count: large())][number(0...2)]
    }

    private mutating func list<Element>(_ element: (inout RandomMessages) -> Element) -> [Element] {
        let count = number(0...4)
        var list: [Element] = []
        for _ in 0..<count { list.append(element(&self)) }
        return list
    }

    mutating func executorMessage() -> ExecutorMessage {
        switch number(0...9) {
        case 0: .hello(hello())
        case 9: .coresKept(positions(below: 1 << 20))
        case 1: .ready(greeting: next())
        case 2: .facts(FactBatch(first: UInt64(large()) + 1, facts: [fact()] + list { $0.fact() }))
        case 3: .output(piece())
        case 4: .drainRequested(chance())
        case 5: .leaving
        case 6: .ended(executor: next())
        case 7: .leaveRequested
        default: .alive
        }
    }

    mutating func serviceMessage() -> ServiceMessage {
        switch number(0...9) {
        case 0: .introduce
        case 1: .welcome(welcome())
        case 2: .refused(by: speaker(major: UInt8(number(0...255))), text())
        case 3: .orders(OrderBatch(nodes: list { $0.node() }, jobs: list { $0.job() }, orders: [order(), order()]))
        case 4: .acknowledged(next())
        case 5:
            .output(
                OutputRequest(
                    number: next(), attempt: attempt(), stream: chance() ? .output : .error,
                    place: chance() ? .live : .kept(location()), offset: large(), count: large()))
        case 6: .drain(chance())
        case 7: .stop(text())
        case 8: .leave(chance())
        default: .alive
        }
    }

    mutating func fact() -> Fact {
        switch number(0...5) {
        case 4: .attemptAdjusted(attempt(), number: number(1...1000), at: instant())
        case 5: .adjustmentFailed(attempt(), number: number(1...1000), errorNumber: number(1...133), at: instant())
        case 0: .attemptStarted(attempt(), at: instant())
        case 1: .attemptsTakenBack(first: attempt(), count: number(1...300), at: instant())
        default: .attemptEnded(end())
        }
    }

    private mutating func end() -> AttemptEnd {
        let outcomes: [Outcome] = [.succeeded, .exited(code: number(1...255)), .signalled(9), .lost, failure()]
        return AttemptEnd(
            attempt: attempt(), startedAt: chance() ? instant() : nil, endedAt: instant(),
            processIdentifier: number(0...4_000_000), outcome: outcomes[number(0...4)],
            usage: Usage(
                userMicroseconds: large(), systemMicroseconds: large(), peakMemory: Bytes(large()),
                voluntarySwitches: large(), involuntarySwitches: large()),
            output: CapturedOutput(standardOutput: location(), standardError: location()))
    }

    private mutating func failure() -> Outcome {
        .startFailed(StartFailure(step: .execute, errorNumber: number(1...133), path: text()))
    }

    private mutating func order() -> Order {
        switch number(0...3) {
        case 0: .start(handOver())
        case 3: .adjust(attempt(), adjustment())
        case 1:
            .end(
                attempt(), as: [.cancelled, .interrupted, failure()][number(0...2)],
                grace: Duration(nanoseconds: large()))
        default: .takeBack(attempt(), count: number(0...300))
        }
    }

    private mutating func adjustment() -> Adjustment {
        let cores = list { Placement.CoreShare(position: $0.number(0...255)) }
        return Adjustment(
            number: number(1...1000),
            placement: Placement(parts: [Placement.Part(node: NodeIdentifier(number(0...9)), cores: cores)]),
            isPaused: chance())
    }

    private mutating func handOver() -> HandOver {
        let first = number(0...1000)
        let cores = list { Placement.CoreShare(position: $0.number(0...255)) }
        return HandOver(
            firstAttempt: attempt(),
            placement: Placement(parts: [Placement.Part(node: NodeIdentifier(number(0...9)), cores: cores)]),
            after: chance() ? attempt() : nil,
            tasks: [TaskRange(job: JobIdentifier(number(0...9)), iterations: first..<first + number(0...256))],
            at: instant())
    }

    mutating func job() -> OrderBatch.MentionedJob {
        var command = Command(action: .program(Template(text()), arguments: list { Template($0.text()) }))
        if number(0...3) == 0 {
            command.container = Container(image: text())
            command.container?.volumes = list {
                Container.Volume(outside: $0.text(), inside: $0.text(), isReadOnly: $0.number(0...1) == 0)
            }
            command.container?.ports = list {
                Container.Port(address: $0.text(), outside: $0.number(0...9), inside: $0.number(0...9))
            }
        }
        return OrderBatch.MentionedJob(
            identifier: JobIdentifier(number(0...9)), job: Job(name: text(), command: command))
    }

    private mutating func node() -> Node {
        Node(
            identifier: NodeIdentifier(number(0...9)), name: text(), cores: list { $0.number(0...255) },
            memory: Bytes(large()))
    }

    private mutating func speaker(major: UInt8 = WireVersion.current.major) -> Speaker {
        Speaker(wire: WireVersion(major: major, minor: UInt8(number(0...255))), software: text())
    }

    private mutating func hello() -> Hello {
        var hello = Hello(
            speaker: speaker(), greeting: next(), executor: next(), token: next(), node: node(),
            held: list { $0.attempt() }, firstUnacknowledged: UInt64(large()) + 1, host: text(),
            processIdentifier: number(1...4_000_000), batchJob: text())
        if hello.speaker.wire.minor > 0 { hello.outputFolder = text() }
        if hello.speaker.wire.minor > 2 { hello.node.containerProblem = text() }
        let cores = hello.node.cores.count
        if hello.speaker.wire.minor > 3, cores > 1 { hello.node.domains = [1, cores - 1] }
        if hello.speaker.wire.minor > 4 { hello.coresKept = positions(below: cores) }
        return hello
    }

    private mutating func positions(below limit: Int) -> [Int] {
        limit == 0 ? [] : Set(list { $0.number(0...limit - 1) }).sorted()
    }

    private mutating func welcome() -> Welcome {
        var welcome = Welcome(
            speaker: speaker(), greeting: next(), token: next(), node: NodeIdentifier(number(0...9)),
            directory: text(), abandoned: list { $0.attempt() }, acknowledged: next(), now: instant(),
            aliveEvery: .milliseconds(Int64(number(1...2000))), silenceLimit: .seconds(Int64(number(3...60))))
        if welcome.speaker.wire.minor > 0 { welcome.fetchingLimit = large() }
        if welcome.speaker.wire.minor > 2 { welcome.servesInTurn = number(0...1) == 1 }
        return welcome
    }

    private mutating func piece() -> OutputPiece {
        let standings: [OutputPiece.Standing] = [.goesOn, .complete, .failed(text())]
        return OutputPiece(request: next(), bytes: bytes(number(0...300)), standing: standings[number(0...2)])
    }
}
