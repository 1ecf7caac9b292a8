internal import Dialects
internal import Links
internal import Model
internal import Posix
internal import Sockets
internal import Wire

/// What makes a run the service of its own few nodes: where it listens, the keys, and the executors it starts.
struct JointSetup {
    let run: Run
    /// The run's.
    let folder: String
    let clock: RunClock
    let neighbours: Neighbours

    var accessPath: String { "\(folder)/access.json" }

    /// - Parameter own: the nodes of this process.
    func hands(_ local: LocalHands, own: [NodeIdentifier]) throws(SystemFailure) -> JointHands {
        var access = AccessFile(
            version: run.version, host: Machine.hostName(), process: Int(Process.number), state: "", run: folder)
        let router: Socket
        do throws(SocketFailure) { router = try listen(&access) } catch { throw error.system }
        try FileSystem.replace(accessPath, with: Array(access.text.utf8), mode: 0o600)
        let greeting = RemoteLinks.Greeting(
            speaker: Speaker(software: run.version), token: run.token, directory: run.directory,
            host: Machine.hostName())
        let links = RemoteLinks(greeting, present: [], at: clock.now)
        let remote = RemoteHands(links, socket: router, watch: nil, fetcher: nil, clock: clock)
        let siblings = try Siblings(neighbours.command(accessPath), folder: folder)
        local.spare(siblings.process)
        return JointHands(local, own: own, remote, siblings, expected: neighbours.expected.count)
    }

    /// Listens on every address of this machine, with keys that are this session's alone: an executor that an earlier
    /// one left somewhere does not get in.
    private func listen(_ access: inout AccessFile) throws(SocketFailure) -> Socket {
        let context = try SocketContext()
        let gatekeeper = try Gatekeeper(in: context) { _ in }
        let (service, client) = (try KeyPair(), try KeyPair())
        gatekeeper.admit([client.publicKey], to: "executors")
        var options = SocketOptions()
        options.security = .server(service, gatekeeper, domain: "executors")
        // 0: what waits for an executor is bounded by what it was given.
        options.sendLimit = 0
        let router = try Socket(.router, in: context, options: options)
        let port = try router.bind(to: "*").split(separator: ":").last ?? ""
        access.zeromq = "tcp://\(neighbours.address):\(port)"
        access.servicePublicKey = service.publicKey.text
        access.publicKey = client.publicKey.text
        access.secretKey = client.secretKey.text
        return router
    }
}
