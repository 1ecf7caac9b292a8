internal import Links
internal import Model
internal import Posix
internal import Sockets
internal import Wire

/// Links whose messages sockets carry.
typealias RemoteLinks = ExecutorLinks<Peer>

extension ExecutorLinks where Peer == Sockets.Peer {
    /// - Parameter present: the nodes of the record that were not lost.
    init(_ greeting: Greeting, present: [Node], at now: Instant) {
        self.init(greeting, present: present, at: now) { hello in
            guard let process = Self.ownProcess(of: hello, host: greeting.host) else { return nil }
            return { process.isAlive }
        }
    }

    /// A process that was seen on this machine, so that its end is certain when it is gone.
    private static func ownProcess(of hello: Hello, host: String) -> ProcessIdentity? {
        guard hello.host == host, let number = Int32(exactly: hello.processIdentifier),
            (try? FileSystem.target(ofLink: "/proc/\(number)/exe")) == (try? Process.executablePath())
        else { return nil }
        return ProcessIdentity(running: number)
    }
}
