internal import Dialects
internal import Model
internal import Posix
internal import Service

/// `rota serve`: the queue that outlives allocations.
enum ServeCommand {
    static func run(_ arguments: ParsedArguments, _ screen: Screen) throws -> Int32 {
        let arguments = try Configuration().completed(arguments)
        let detached = try Detachment.ofThisProcess()
        if arguments.has("detach"), detached == nil { return try Detachment.start() }
        let order = try order(arguments)
        let log = try ServiceLog(arguments, detachedIn: detached == nil ? nil : order.statePath)
        let notice = ServiceNotice { Environment.value(of: $0) }
        let session = try ServiceSession(order)
        for damage in session.damage {
            screen.complain(damage)
            log.write(ServiceNote(.warning, damage))
        }
        let watched = Watchdog(notice)
        let stop: RunStop?
        do {
            stop = try session.serve { access in
                screen.print("http      \(access.http)")
                screen.print("executors \(access.zeromq)")
                screen.print("state     \(access.state)")
                screen.flush()
                notice?.send("READY=1\nSTATUS=\(access.http)\nMAINPID=\(access.process)")
                detached?.isReady()
            } note: { note in
                log.write(note)
            } beat: {
                watched.beat()
            }
        } catch {
            log.write(ServiceNote(.error, "\(error)".trimmedStop))
            throw error
        }
        notice?.send("STOPPING=1")
        if case .signal(.hangUp) = stop { return ExitCode.interrupted }
        return ExitCode.succeeded
    }

    private static func order(_ arguments: ParsedArguments) throws -> ServiceOrder {
        var order = ServiceOrder(
            directory: try FileSystem.currentDirectory(), arguments: Array(CommandLine.arguments.dropFirst()),
            version: Version.text)
        order.statePath = arguments.value(of: "state") ?? UserFolders.state
        order.accessPath = arguments.value(of: "access") ?? UserFolders.accessFile
        if let address = arguments.value(of: "address") { order.address = address }
        order.publicAddress = arguments.value(of: "public-address")
        if let limit = try arguments.bytes("fetch") { order.fetchingLimit = limit }
        order.keep = try arguments.positiveDuration("keep")
        order.policy = try arguments.policy() ?? Policy()
        if let range = try arguments.ports("port-range") {
            order.httpPorts = [7080] + range
            order.executorPorts = [7040] + range
        }
        return order
    }
}

extension ParsedArguments {
    /// `7000-7100`, or one port.
    fileprivate func ports(_ option: String) throws(Refusal) -> [Int]? {
        guard let text = value(of: option) else { return nil }
        let bounds = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
        guard (1...2).contains(bounds.count), let first = bounds[0], let last = bounds.last ?? nil, first <= last,
            (1...65535).contains(first), last <= 65535
        else {
            throw refusal(of: option, "\"\(text)\" is no range of ports from 1 to 65535", "Write it like 7000-7100.")
        }
        return Array(first...last)
    }
}

extension String {
    /// Without the stop that ends a sentence.
    fileprivate var trimmedStop: String { last == "." ? String(dropLast()) : self }
}
