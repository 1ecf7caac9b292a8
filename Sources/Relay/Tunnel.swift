package import Posix
internal import Synchronization

/// A local door behind which `ssh` carries each connection to where somebody listens, seen from another host.
///
/// An `ssh` is the connection's other end itself, so it ends with the connection, and with this process however that
/// ends; and whoever connects again has a new one started. Nobody but this user gets through the door.
package final class Tunnel: Sendable {
    /// Where to connect to, for a socket of ZeroMQ.
    package let endpoint: String
    private let shell: SecureShell
    private let program: String
    private let target: @Sendable () -> Endpoint?
    private let note: @Sendable (String) -> Void
    private let door: FileDescriptor
    private let stop: (reading: FileDescriptor, writing: FileDescriptor)
    private let thread = Mutex<Thread?>(nil)

    // 1 s to 10 s: between two starts of an `ssh`, longer each time it did not live for a minute.
    private static let shortestPause: Int64 = 1_000_000_000
    private static let longestPause: Int64 = 10_000_000_000
    private static let longLife: Int64 = 60_000_000_000
    // 3 s: what was said last is on its way by then.
    private static let farewell: Int64 = 3_000_000_000

    /// - Parameter program: the path of `ssh`.
    /// - Parameter target: asked before each start where the service listens now, as the host names it.
    package init(
        through shell: SecureShell, program: String, to target: @escaping @Sendable () -> Endpoint?,
        note: @escaping @Sendable (String) -> Void
    ) throws(SystemFailure) {
        var random = SystemRandomNumberGenerator()
        let name = "rota-\(Process.number)-\(String(random.next(), radix: 16))"
        (self.shell, self.program, self.target, self.note) = (shell, program, target, note)
        endpoint = "ipc://@\(name)"
        door = try FileDescriptor.listen(locally: name)
        do throws(SystemFailure) { stop = try FileDescriptor.pipe() } catch {
            door.close()
            throw error
        }
        let started = try Thread.start { [self] in
            do throws(SystemFailure) { try carry() } catch { self.note("\(error)") }
        }
        thread.withLock { $0 = started }
    }

    /// Lets no more through, and waits until what was said last has gone its way.
    package func close() {
        guard let started = thread.withLock({ $0.take() }) else { return }
        stop.writing.close()
        started.join()
        stop.reading.close()
        door.close()
    }

    private func carry() throws(SystemFailure) {
        var child: ProcessIdentity?
        defer { end(child, after: Self.farewell) }
        var startedAt: Int64?
        var pause = Self.shortestPause
        while true {
            let now = Clock.monotonicNanoseconds()
            let wait = startedAt.map { $0 + pause - now } ?? 0
            // Whoever comes early waits at the door.
            let doors: [(descriptor: FileDescriptor, readiness: Readiness)] = wait > 0 ? [] : [(door, .readable)]
            let ready = try Readiness.wait(
                for: [(stop.reading, .readable)] + doors, nanoseconds: wait > 0 ? wait : nil)
            if !ready[0].isEmpty { return }
            guard ready.count > 1, !ready[1].isEmpty, let connection = try lastArrival() else { continue }
            defer { connection.close() }
            end(child, after: 0)
            child = nil
            let moment = Clock.monotonicNanoseconds()
            if let startedAt {
                pause = moment - startedAt > Self.longLife ? Self.shortestPause : min(pause * 2, Self.longestPause)
            }
            startedAt = moment
            child = start(connection)
        }
    }

    /// Of several that wait, all but the last have given up.
    private func lastArrival() throws(SystemFailure) -> FileDescriptor? {
        var last: FileDescriptor?
        while let (connection, _) = try door.accept() {
            guard (try? connection.peerUser()) == Process.user else {
                note("somebody else came to the door that \(shell.destination) is behind, and was sent away.")
                connection.close()
                continue
            }
            last?.close()
            last = connection
        }
        return last
    }

    private func start(_ connection: FileDescriptor) -> ProcessIdentity? {
        guard let target = target() else {
            note("nobody says where the service listens; looking again in a moment.")
            return nil
        }
        do throws(SystemFailure) {
            let number = try Process.spawn(
                program, arguments: shell.arguments(to: target), environment: Environment.entries(),
                descriptors: [connection, connection, .standardError], isApart: true)
            return ProcessIdentity(running: number)
        } catch {
            note("\(error).")
            return nil
        }
    }

    /// Waits until it has ended by itself, then ends it.
    private func end(_ child: ProcessIdentity?, after patience: Int64) {
        guard let child else { return }
        let deadline = Clock.monotonicNanoseconds() + patience
        while child.isAlive {
            // Its second end follows at once: it may be waiting for a host that is gone.
            if Clock.monotonicNanoseconds() >= deadline { _ = try? Process.send(.kill, to: child.number) }
            _ = try? Readiness.wait(for: [], nanoseconds: 10_000_000)
        }
        _ = Process.hasBeenReaped(child.number)
    }
}
