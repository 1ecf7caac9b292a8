/// What the service says to an executor.
package enum ServiceMessage: Sendable, Hashable {
    /// Your link is not known here, since it broke or since this service began after it: say hello.
    case introduce
    case welcome(Welcome)
    /// The answer to a hello that is not accepted: who refuses, and why, for a person.
    case refused(by: Speaker, String)
    case orders(OrderBatch)
    /// Every fact up to this number is durable.
    case acknowledged(UInt64)
    case output(OutputRequest)
    /// Finish, take nothing new; or be available again.
    case drain(Bool)
    /// End everything you hold and go: why, for the person who looks.
    case stop(String)
    /// It had nothing else to say.
    case alive
    /// The answer to a wish to go: your node is recorded as gone; or attempts take part of it, so stay. Since 1.3.
    case leave(Bool)

    enum Kind: UInt8 {
        case introduce = 1
        case welcome, refused, orders, acknowledged, output, drain, stop, alive, leave
    }
}

extension ServiceMessage {
    /// The one part of a ZeroMQ message. Orders are packed by `OrderBatch.packed`, which may take several.
    package func packed() -> [UInt8] {
        var packer = FactPacker()
        switch self {
        case .introduce: packer.put(Kind.introduce)
        case .welcome(let welcome):
            packer.put(Kind.welcome)
            packer.put(welcome)
        case .refused(let speaker, let reason):
            packer.put(Kind.refused)
            packer.put(speaker)
            packer.put(text: reason)
        case .orders(let batch):
            packer.put(Kind.orders)
            for item in batch.items { packer.put(item) }
        case .acknowledged(let number):
            packer.put(Kind.acknowledged)
            packer.put(unsigned: number)
        case .output(let request):
            packer.put(Kind.output)
            packer.put(request)
        case .drain(let isWanted):
            packer.put(Kind.drain)
            packer.put(flag: isWanted)
        case .stop(let reason):
            packer.put(Kind.stop)
            packer.put(text: reason)
        case .alive: packer.put(Kind.alive)
        case .leave(let isGranted):
            packer.put(Kind.leave)
            packer.put(flag: isGranted)
        }
        return packer.bytes
    }

    /// Whatever the bytes are, the answer is a message or a problem.
    package init(unpacking bytes: [UInt8]) throws(MessageProblem) {
        // A refusal is read whatever its sender's version: it may be what it tells of.
        self = try FactUnpacker.message(bytes, greetings: [Kind.welcome], ofAnyVersion: [.refused]) {
            kind, unpacker throws(PackingProblem) in
            try ServiceMessage(kind, from: &unpacker)
        }
    }

    private init(_ kind: Kind, from unpacker: inout FactUnpacker) throws(PackingProblem) {
        switch kind {
        case .introduce: self = .introduce
        case .welcome: self = .welcome(try unpacker.welcome())
        case .refused: self = .refused(by: try unpacker.speaker(), try unpacker.text())
        case .orders: self = .orders(try unpacker.orderBatch())
        case .acknowledged: self = .acknowledged(try unpacker.unsigned())
        case .output: self = .output(try unpacker.outputRequest())
        case .drain: self = .drain(try unpacker.flag())
        case .stop: self = .stop(try unpacker.text())
        case .alive: self = .alive
        case .leave: self = .leave(try unpacker.flag())
        }
    }
}

extension FactPacker {
    mutating func put(_ kind: ServiceMessage.Kind) { put(byte: kind.rawValue) }
}
