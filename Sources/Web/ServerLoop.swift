internal import CWeb
internal import Model
internal import Posix

/// The server's thread: the only one that calls the library, and all that only it knows.
final class ServerLoop {
    typealias Handler = @Sendable (WebRequest, WebAnswer) -> Void

    private struct Suspension {
        var connection: OpaquePointer
        var descriptor: Int32
    }

    let inbox: Inbox
    private let handler: Handler
    private let whenRefused: @Sendable (String, Int) -> Void
    private var doorkeeper: Doorkeeper
    private var connections: ConnectionTable
    private var desertions = Desertions()
    private var arrivals: [Int: Arrival] = [:]
    private var suspended: [Int: Suspension] = [:]
    private var lastNumber = 0
    private var server: OpaquePointer?
    private var isStopping = false

    init(
        inbox: Inbox, doorkeeper: Doorkeeper, whenRefused: @escaping @Sendable (String, Int) -> Void,
        handler: @escaping Handler
    ) {
        self.inbox = inbox
        self.doorkeeper = doorkeeper
        self.whenRefused = whenRefused
        self.handler = handler
        connections = ConnectionTable(
            limit: doorkeeper.limits.connections, limitPerPeer: doorkeeper.limits.connectionsPerPeer)
    }

    /// Whether the library took it. The listener is the library's from then on.
    func start(listener: FileDescriptor, certificate: Certificate?) -> Bool {
        let limits = doorkeeper.limits
        var calls = calls()
        func start(_ certificate: UnsafePointer<CChar>?, _ key: UnsafePointer<CChar>?) -> OpaquePointer? {
            var options = cweb_server_options(
                listener: listener.number,
                // Beyond our own limits, so that ours are the ones met.
                connections: UInt32(limits.connections + 2 * WebLimits.surplus),
                idle_seconds: UInt32(max(1, limits.idle.nanoseconds / 1_000_000_000)),
                // The library keeps the header there, and a piece of an answer.
                connection_bytes: max(32 << 10, limits.headerBytes + limits.targetBytes + (8 << 10)),
                certificate: certificate, key: key)
            return cweb_server_start(&options, &calls)
        }
        if let certificate {
            server = certificate.certificate.withCString { text in
                certificate.key.withCString { start(text, $0) }
            }
        } else {
            server = start(nil, nil)
        }
        return server != nil
    }

    /// Serves until the inbox says stop, then lets answers that are on their way go out for at most half a second.
    func run() {
        guard let server else { return }
        var deadline: Int64?
        while true {
            wait(for: server, milliseconds: isStopping ? 10 : patience(of: server))
            closeDeserted()
            let (numbers, mustStop) = inbox.take()
            if mustStop, deadline == nil {
                isStopping = true
                deadline = Clock.monotonicNanoseconds() + 500_000_000
            }
            for number in numbers { goOn(number) }
            cweb_server_run(server)
            guard let deadline else { continue }
            let isFinishing = arrivals.values.contains { $0.exchange?.isFinishing == true }
            if !isFinishing || Clock.monotonicNanoseconds() > deadline { break }
        }
        for arrival in arrivals.values { arrival.exchange?.close() }
        for suspension in suspended.values { cweb_server_resume(suspension.connection) }
        suspended = [:]
        cweb_server_stop(server)
        self.server = nil
    }

    /// As long as the library, but while there are connections no longer than until these are looked at.
    private func patience(of server: OpaquePointer) -> Int64 {
        let patience = cweb_server_patience(server)
        guard connections.count > 0 else { return patience }
        let left = max(0, (desertions.lookAt - Clock.monotonicNanoseconds()) / 1_000_000 + 1)
        return patience < 0 ? left : min(patience, left)
    }

    private func closeDeserted() {
        let now = Clock.monotonicNanoseconds()
        guard now >= desertions.lookAt else { return }
        let answered = Set(arrivals.values.filter { $0.exchange != nil }.map(\.link))
        let waiting = connections.descriptors.filter { !answered.contains($0.number) }
        for descriptor in desertions.look(waiting, at: now) { descriptor.shutDown() }
    }

    /// Waits for the library's sockets, the inbox, and for those to leave whom the library does not watch meanwhile.
    private func wait(for server: OpaquePointer, milliseconds: Int64) {
        let watched = suspended.map { ($0.key, FileDescriptor(number: $0.value.descriptor)) }
        var wanted: [(descriptor: FileDescriptor, readiness: Readiness)] = [
            (FileDescriptor(number: cweb_server_descriptor(server)), .readable), (inbox.bell, .readable),
        ]
        for (_, descriptor) in watched { wanted.append((descriptor, .leftByPeer)) }
        let limit = milliseconds < 0 ? nil : milliseconds * 1_000_000
        guard let found = try? Readiness.wait(for: wanted, nanoseconds: limit) else { return }
        for ((number, _), readiness) in zip(watched, found.dropFirst(2)) where !readiness.isEmpty {
            arrivals[number]?.exchange?.close()
            resume(number)
        }
    }

    private func goOn(_ number: Int) {
        if resume(number) { return }
        // A reader who takes nothing is not asked by the library either.
        guard let arrival = arrivals[number], arrival.exchange?.isOver == true else { return }
        FileDescriptor(number: connections.descriptor(of: arrival.link)).shutDown()
    }

    @discardableResult
    private func resume(_ number: Int) -> Bool {
        guard let suspension = suspended.removeValue(forKey: number) else { return false }
        cweb_server_resume(suspension.connection)
        return true
    }

    func remember(suspended number: Int, _ connection: OpaquePointer) {
        guard let arrival = arrivals[number] else { return }
        suspended[number] = Suspension(
            connection: connection, descriptor: connections.descriptor(of: arrival.link))
    }
}

/// What the library asks.
extension ServerLoop {
    func accepts(_ peer: String) -> Bool { !isStopping && connections.accepts(peer) }

    func opened(_ peer: String, descriptor: Int32) -> Int {
        let (number, turnedOut) = connections.open(peer, descriptor: descriptor)
        if let turnedOut { FileDescriptor(number: turnedOut).shutDown() }
        return number
    }

    func closed(_ link: Int) { connections.close(link) }

    func began(_ target: String) -> Int {
        lastNumber += 1
        arrivals[lastNumber] = Arrival(target: target)
        return lastNumber
    }

    func finished(_ number: Int) {
        guard let arrival = arrivals.removeValue(forKey: number) else { return }
        suspended[number] = nil
        arrival.exchange?.close()
        connections.endRequest(arrival.link)
    }

    /// The next step of a request: its header, a piece of its body, its end, or its answer.
    func step(
        _ number: Int, of link: Int, _ connection: OpaquePointer, method: String, bytes: UnsafeRawBufferPointer
    ) -> Int {
        guard let arrival = arrivals[number] else { return CWEB_ABORT }
        if let exchange = arrival.exchange { return proceed(exchange, connection) }
        guard arrival.request != nil else {
            arrival.link = link
            return judge(arrival, connection, method: method)
        }
        if bytes.count > 0 { return take(bytes, into: arrival) }
        if arrival.isTooLarge {
            return refuse(arrival, .refusal(413, Doorkeeper.tooLarge(doorkeeper.limits)), on: connection)
        }
        guard let request = arrival.request, !isStopping else { return CWEB_ABORT }
        let exchange = Exchange(number: number, inbox: inbox, limits: doorkeeper.limits)
        arrival.exchange = exchange
        // The body is the handler's alone from here on.
        arrival.request?.body = []
        handler(request, WebAnswer(exchange))
        return proceed(exchange, connection)
    }

    private func judge(_ arrival: Arrival, _ connection: OpaquePointer, method: String) -> Int {
        connections.beginRequest(arrival.link)
        let verdict = doorkeeper.judge(
            method: method, target: arrival.target, headers: headers(of: connection),
            peer: connections.peer(of: arrival.link), isSurplus: connections.isSurplus(arrival.link),
            at: Clock.monotonicNanoseconds())
        switch verdict {
        case .admitted(let request):
            arrival.request = request
            return CWEB_GO_ON
        case .refused(let reply): return refuse(arrival, reply, on: connection)
        }
    }

    private func refuse(_ arrival: Arrival, _ reply: Reply, on connection: OpaquePointer) -> Int {
        if reply.status >= 400 { whenRefused(connections.peer(of: arrival.link), reply.status) }
        return queue(reply, on: connection)
    }

    private func take(_ bytes: UnsafeRawBufferPointer, into arrival: Arrival) -> Int {
        let limit = doorkeeper.limits.bodyBytes
        if !arrival.isTooLarge, (arrival.request?.body.count ?? 0) + bytes.count <= limit {
            arrival.request?.body.append(contentsOf: bytes)
            return CWEB_GO_ON
        }
        arrival.isTooLarge = true
        arrival.request?.body = []
        arrival.dropped += bytes.count
        // 4 MiB: who has not noticed by then is not going to read the answer.
        return arrival.dropped > 4 << 20 ? CWEB_ABORT : CWEB_GO_ON
    }

    private func proceed(_ exchange: Exchange, _ connection: OpaquePointer) -> Int {
        switch exchange.next() {
        case .suspend:
            remember(suspended: exchange.number, connection)
            return CWEB_SUSPEND
        case .answer(let reply): return queue(reply, on: connection)
        case .stream(let head):
            let source = StreamSource(exchange: exchange, loop: self, connection: connection)
            return queue(head, on: connection, source.response())
        case .giveUp: return CWEB_ABORT
        }
    }
}
