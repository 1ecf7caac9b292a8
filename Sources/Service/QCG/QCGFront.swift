internal import Dialects
internal import Posix
internal import Sockets

/// What serves QCG's clients beside the service: a desk for requests, and who follows the record for them.
struct QCGFront {
    let reception: QCGReception
    let follower: QCGFollower
    private let desk: QCGDesk

    /// Begins to serve, and says in the access file where.
    ///
    /// - Parameter executorPort: where keys are needed; clients without any find the same one on another address.
    init(
        _ offer: QCGOffer, _ reception: QCGReception, threads: RequestThreads, known: QCGReportEntries,
        in context: SocketContext, keyed: SocketOptions.Security, keyedAddress: String, executorPort: Int?,
        access: inout AccessFile
    ) throws {
        self.reception = reception
        follower = try QCGFollower(offer, replica: reception.replica)
        desk = try QCGDesk(reception, threads: threads)
        var sockets: [Socket] = []
        var options = Self.options
        if let address = offer.plainAddress {
            let socket = try Socket(.reply, in: context, options: options)
            let same = executorPort.map { [$0, 0] } ?? [0]
            access.plain = try socket.bind(to: address, ports: offer.plainPorts.isEmpty ? same : offer.plainPorts)
            sockets.append(socket)
        }
        if offer.servesKeyed {
            options.security = keyed
            let socket = try Socket(.reply, in: context, options: options)
            access.requests = try socket.bind(to: keyedAddress)
            sockets.append(socket)
        }
        var events = ""
        var publisher: Socket?
        if let ports = offer.publisherPorts, let address = offer.plainAddress {
            let socket = try Socket(.publisher, in: context)
            events = try socket.bind(to: address, ports: ports)
            publisher = socket
        }
        reception.addresses = .init(
            requests: access.plain.isEmpty ? nil : access.plain, events: events.isEmpty ? nil : events)
        try follower.open(publisher, known)
        reception.executors?.whenWaiting { [follower] in follower.remind($0) }
        try desk.open(sockets)
    }

    /// Answers what it can, writes what it knows.
    func close() {
        desk.close()
        follower.close()
    }

    /// Longer requests than are read get through, so that their senders hear why.
    private static var options: SocketOptions {
        var options = SocketOptions()
        options.largestMessageBytes = QCGReception.largestRequest * 4
        return options
    }
}
