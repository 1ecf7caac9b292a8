internal import Model
internal import Posix
internal import Relay
internal import Service

/// `rota relay`: carries executors and clients to a service that they can't reach.
enum RelayCommand {
    static func run(_ arguments: ParsedArguments, _ screen: Screen) throws -> Int32 {
        let targets = try arguments.operands.map { text throws(Refusal) in try target(text) }
        let port = try arguments.number("port", in: 1...65535)
        guard port == nil || targets.count == 1 else {
            throw arguments.refusal(
                of: "port", "is one port, and there are \(targets.count) targets", "Start a relay for each of them.")
        }
        var limits = RelayLimits()
        if let count = try arguments.number("connections", in: 1...1_000_000) { limits.connections = count }
        if let time = try arguments.positiveDuration("idle-timeout") { limits.idleNanoseconds = time.nanoseconds }
        let address = arguments.value(of: "address") ?? "127.0.0.1"
        let log = try ServiceLog(arguments)
        let signals = try SignalDescriptor([.interrupt, .terminate, .hangUp])
        let relay = try Relay(to: targets, on: address, port: port, limits: limits) { note in
            log.write(ServiceNote(note.isTrouble ? .warning : .info, note.description))
        }
        for (listener, target) in relay.listeners {
            screen.print("\(Endpoint(host: address, port: try listener.port())) → \(target)")
        }
        screen.flush()
        try relay.run(until: signals.descriptor)
        if let signal = try signals.next() {
            log.write(ServiceNote(.info, "ended by \(Signal.name(of: Int(signal.rawValue)))"))
        }
        return ExitCode.succeeded
    }

    private static func target(_ text: String) throws(Refusal) -> Endpoint {
        if let endpoint = Endpoint(text) { return endpoint }
        throw ParsedArguments.refusal(
            of: "TARGET", "\"\(ShownText.harmless(text))\" is no HOST:PORT",
            "Give an address as `rota serve` prints it, such as tcp://10.0.0.5:7040.")
    }
}
