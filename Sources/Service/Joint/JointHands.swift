internal import Model
internal import Plan
internal import Posix

/// A run's own executor and those on its other nodes: each order goes to the one whose node it names.
final class JointHands: Hands {
    private let local: LocalHands
    private let remote: RemoteHands
    private let siblings: Siblings
    private let own: Set<NodeIdentifier>
    private let expected: Int
    private var joined = 0
    /// Known here while the sockets failed.
    private var unheard: [Fact] = []

    // 10 s: an executor without tasks goes within one; what is left then is ended with the program that started it.
    private static let farewellNanoseconds: Int64 = 10_000_000_000

    /// - Parameter own: the nodes of this process.
    /// - Parameter expected: how many others there will be.
    init(_ local: LocalHands, own: [NodeIdentifier], _ remote: RemoteHands, _ siblings: Siblings, expected: Int) {
        self.local = local
        self.remote = remote
        self.siblings = siblings
        self.own = Set(own)
        self.expected = expected
    }

    var descriptors: [FileDescriptor] {
        local.descriptors + remote.descriptors + (siblings.isOver ? [] : [siblings.descriptor])
    }
    var hasFacts: Bool { local.hasFacts || remote.hasFacts }
    var isWellSupplied: Bool { local.isWellSupplied && remote.isWellSupplied }
    var wakeAt: Instant? { remote.wakeAt }
    var owesAnswers: Bool { remote.owesAnswers }
    var mayGrow: Bool { joined < expected && !siblings.isOver }

    func perform(_ order: Order, _ planner: Planner) {
        let node =
            switch order {
            case .start(let handOver): handOver.placement.parts.first?.node
            case .end(let attempt, _, _), .takeBack(let attempt, _), .adjust(let attempt, _): planner.node(of: attempt)
            }
        if node.map(own.contains) ?? true { local.perform(order, planner) } else { remote.perform(order, planner) }
    }

    func send() -> [FileDescriptor] { local.send() + remote.send() }

    func collect(_ planner: Planner, at now: Instant) throws(SystemFailure) -> [Fact] {
        try siblings.look()
        // First the one that may fail and is asked again: what the other hears it hears once.
        let own = try local.collect(planner, at: now)
        do throws(SystemFailure) {
            let heard = try remote.collect(planner, at: now)
            joined += heard.count { fact in
                if case .nodeJoined = fact { return true }
                return false
            }
            defer { unheard.removeAll() }
            return unheard + own + heard
        } catch {
            unheard += own
            throw error
        }
    }

    func synchronizeOutput() throws(SystemFailure) { try local.synchronizeOutput() }

    func committed(_ facts: [Fact], _ planner: Planner, at now: Instant) {
        local.committed(facts, planner, at: now)
        remote.committed(facts, planner, at: now)
    }

    func readLiveOutput(_ passOn: (AttemptIdentifier, OutputStreamName, [UInt8]) -> Void) {
        local.readLiveOutput(passOn)
    }

    func ask(_ question: OutputQuestion) { remote.ask(question) }

    /// The others go first: they were there for this run alone.
    func close() {
        let deadline = Clock.monotonicNanoseconds() + Self.farewellNanoseconds
        while !siblings.isOver, Clock.monotonicNanoseconds() < deadline {
            remote.dismiss("its run is over")
            guard (try? siblings.look()) != nil else { break }
        }
        siblings.close()
        remote.close()
        local.close()
    }
}
