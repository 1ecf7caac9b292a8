internal import CWeb
internal import Posix
internal import Synchronization

/// Serves requests on a thread of its own.
package final class WebServer: Sendable {
    package struct Configuration: Sendable {
        /// Numeric, of version 4 or 6.
        package var address = "127.0.0.1"
        /// Tried in turn; 0 takes any that is free.
        package var ports: ClosedRange<Int> = 0...0
        /// Speaks TLS with it.
        package var certificate: Certificate?
        /// What every request must carry.
        package var token: String?
        /// Paths, decoded, that need no token for requests without a body: `/healthz`.
        package var exempt: Set<String> = []
        package var limits = WebLimits()
        /// Hears of each request that was refused before the handler saw it: the peer and the status. On the server's
        /// thread.
        package var whenRefused: @Sendable (String, Int) -> Void = { _, _ in }

        package init() {}
    }

    package let address: String
    package let port: Int
    private let usesTLS: Bool
    private let inbox: Inbox
    private let thread: Mutex<Thread?>

    /// Listens from here on.
    ///
    /// - Parameter handler: is given each request once it is whole, on the server's thread: all others wait for it, so
    ///   what takes long is answered later, from another thread.
    package init(
        _ configuration: Configuration, handler: @escaping @Sendable (WebRequest, WebAnswer) -> Void
    ) throws(WebFailure) {
        let isSecret = configuration.certificate != nil && configuration.token?.isEmpty == false
        guard isSecret || WebAddress.isLoopback(configuration.address) else {
            throw .unprotected(address: configuration.address)
        }
        if let reason = cweb_server_load() {
            throw .library(name: "libmicrohttpd", package: "libmicrohttpd12", reason: String(cString: reason))
        }
        address = configuration.address
        usesTLS = configuration.certificate != nil
        let descriptors: Int
        let listener: FileDescriptor
        do {
            descriptors = try FileDescriptor.limit()
            inbox = try Inbox()
        } catch { throw .cannotListen(error) }
        (listener, port) = try Self.listener(configuration)
        let doorkeeper = Doorkeeper(
            limits: configuration.limits.fitting(descriptors: descriptors), token: configuration.token,
            exempt: configuration.exempt)
        let loop = ServerLoop(
            inbox: inbox, doorkeeper: doorkeeper, whenRefused: configuration.whenRefused, handler: handler)
        guard loop.start(listener: listener, certificate: configuration.certificate) else {
            listener.close()
            let reason = usesTLS ? "libmicrohttpd refuses, most likely the certificate" : "libmicrohttpd refuses"
            throw .cannotServe(address: configuration.address, reason: reason)
        }
        do { thread = Mutex(try Thread.start { loop.run() }) } catch { throw .cannotListen(error) }
    }

    deinit { stop() }

    /// `https://127.0.0.1:7080`, as clients take it.
    package var base: String {
        let host = address.contains(":") ? "[\(address)]" : address
        return "\(usesTLS ? "https" : "http")://\(host):\(port)"
    }

    /// Takes nothing new, gives answers on their way half a second, and closes everything. Not from a handler.
    package func stop() {
        guard let thread = thread.withLock({ $0.take() }) else { return }
        inbox.stop()
        thread.join()
    }

    private static func listener(_ configuration: Configuration) throws(WebFailure) -> (FileDescriptor, Int) {
        let address = configuration.address
        for port in configuration.ports {
            do throws(SystemFailure) {
                let listener = try FileDescriptor.listen(on: address, port: port)
                return (listener, try listener.port())
            } catch {
                if !error.isAddressTaken { throw .cannotListen(error) }
            }
        }
        if configuration.ports.count == 1 {
            throw .portInUse(address: address, port: configuration.ports.lowerBound)
        }
        throw .noFreePort(address: address, ports: configuration.ports)
    }
}
