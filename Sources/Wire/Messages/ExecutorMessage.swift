/// What an executor says to its service.
///
/// - Order: `hello` first; after the welcome to it the facts that were not acknowledged, then `ready`, then the rest.
package enum ExecutorMessage: Sendable, Hashable {
    case hello(Hello)
    /// What the welcome to this greeting abandoned is gone, and every fact that was not acknowledged was sent before.
    case ready(greeting: UInt64)
    /// Kept and sent again in every later link until they are acknowledged.
    case facts(FactBatch)
    case output(OutputPiece)
    /// A person asked it to drain, or not to any more; the service answers with `drain`.
    case drainRequested(Bool)
    /// It holds nothing and goes, whatever else its node is part of: its attempts are certain to be gone.
    case leaving
    /// Said on a link of its own, by a process that watched the executor of this identity end. No hello goes before.
    case ended(executor: UInt64)
    /// It had nothing else to say.
    case alive
    /// It holds nothing and asks whether it may go; the service answers with `leave`. Since 1.3.
    case leaveRequested
    /// Others keep these of its node's cores busy, by their positions, ascending, and no more. Since 1.5.
    case coresKept([Int])

    enum Kind: UInt8 {
        case hello = 1
        case ready, facts, output, drainRequested, leaving, ended, alive, leaveRequested, coresKept
    }
}

extension ExecutorMessage {
    /// The one part of a ZeroMQ message.
    package func packed() -> [UInt8] {
        var packer = FactPacker()
        switch self {
        case .hello(let hello):
            packer.put(Kind.hello)
            packer.put(hello)
        case .ready(let greeting):
            packer.put(Kind.ready)
            packer.put(unsigned: greeting)
        case .facts(let batch):
            packer.put(Kind.facts)
            packer.put(batch)
        case .output(let piece):
            packer.put(Kind.output)
            packer.put(piece)
        case .drainRequested(let isWanted):
            packer.put(Kind.drainRequested)
            packer.put(flag: isWanted)
        case .leaving: packer.put(Kind.leaving)
        case .ended(let executor):
            packer.put(Kind.ended)
            packer.put(unsigned: executor)
        case .alive: packer.put(Kind.alive)
        case .leaveRequested: packer.put(Kind.leaveRequested)
        case .coresKept(let positions):
            packer.put(Kind.coresKept)
            packer.put(positions: positions)
        }
        return packer.bytes
    }

    /// Whatever the bytes are, the answer is a message or a problem.
    package init(unpacking bytes: [UInt8]) throws(MessageProblem) {
        self = try FactUnpacker.message(bytes, greetings: [Kind.hello]) { kind, unpacker throws(PackingProblem) in
            try ExecutorMessage(kind, from: &unpacker)
        }
    }

    private init(_ kind: Kind, from unpacker: inout FactUnpacker) throws(PackingProblem) {
        switch kind {
        case .hello: self = .hello(try unpacker.hello())
        case .ready: self = .ready(greeting: try unpacker.unsigned())
        case .facts: self = .facts(try unpacker.factBatch())
        case .output: self = .output(try unpacker.outputPiece())
        case .drainRequested: self = .drainRequested(try unpacker.flag())
        case .leaving: self = .leaving
        case .ended: self = .ended(executor: try unpacker.unsigned())
        case .alive: self = .alive
        case .leaveRequested: self = .leaveRequested
        case .coresKept: self = .coresKept(try unpacker.positions())
        }
    }
}

extension FactPacker {
    fileprivate mutating func put(_ kind: ExecutorMessage.Kind) { put(byte: kind.rawValue) }
}
