import Posix
import Synchronization
import Testing

@testable import Relay

/// A relay on a thread of its own, with the place it leads to; it ends when this does.
final class Crossing {
    /// Where the relay listens.
    let port: Int
    private let target: FileDescriptor
    private let notes = NoteList()
    private let stop: (reading: FileDescriptor, writing: FileDescriptor)
    private let thread: Thread

    final class NoteList: Sendable {
        let all = Mutex<[RelayNote]>([])
    }

    /// - Parameter isOpen: whether anybody listens where the relay leads to.
    init(_ limits: RelayLimits = RelayLimits(), isOpen: Bool = true) throws {
        target = try FileDescriptor.listen(on: "127.0.0.1", port: 0)
        let endpoint = Endpoint(host: "127.0.0.1", port: try target.port())
        if !isOpen { target.close() }
        stop = try FileDescriptor.pipe()
        let (reading, notes) = (stop.reading, notes)
        let relay = try Relay(to: [endpoint], on: "127.0.0.1", port: nil, limits: limits) { note in
            notes.all.withLock { $0.append(note) }
        }
        port = try #require(relay.listeners.first).descriptor.port()
        thread = try Thread.start { try? relay.run(until: reading) }
        isTargetOpen = isOpen
    }

    private let isTargetOpen: Bool

    deinit {
        stop.writing.close()
        thread.join()
        stop.reading.close()
        if isTargetOpen { target.close() }
    }

    var told: [RelayNote] { notes.all.withLock { $0 } }

    /// Whoever comes through.
    func arrival() throws -> Peer {
        _ = try Readiness.wait(for: [(target, .readable)], nanoseconds: Peer.patience)
        return Peer(try #require(try target.accept(), "nobody came through").connection)
    }

    /// Whether nobody has come through.
    var isQuiet: Bool { get throws { try target.accept() == nil } }

    func caller() throws -> Peer { Peer(try FileDescriptor.connect(to: "127.0.0.1", port: port)) }

    func awaitNote(_ isMeant: (RelayNote) -> Bool) -> Bool {
        let deadline = Clock.monotonicNanoseconds() + Peer.patience
        while Clock.monotonicNanoseconds() < deadline {
            if told.contains(where: isMeant) { return true }
            _ = try? Readiness.wait(for: [], nanoseconds: 5_000_000)
        }
        return false
    }
}

/// One end of a connection, closed with this.
final class Peer {
    private let descriptor: FileDescriptor

    // 30 s: for a machine that is busy with other things.
    static let patience: Int64 = 30_000_000_000

    init(_ descriptor: FileDescriptor) { self.descriptor = descriptor }

    deinit { descriptor.close() }

    func say(_ bytes: [UInt8]) throws {
        var sent = 0
        while sent < bytes.count {
            let ready = try Readiness.wait(for: [(descriptor, .writable)], nanoseconds: Self.patience)
            try #require(ready[0].contains(.writable), "nobody takes what is said")
            sent += try descriptor.send(bytes, from: sent)
        }
    }

    /// Reads so many bytes, fewer only when the other side ended.
    func hear(_ count: Int = .max) throws -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65536)
        while bytes.count < count {
            let ready = try Readiness.wait(for: [(descriptor, .readable)], nanoseconds: Self.patience)
            try #require(!ready[0].isEmpty, "nothing came, and no end")
            let got: Int
            do throws(SystemFailure) { got = try descriptor.read(into: &buffer) } catch {
                if error.wouldBlock { continue }
                if error.isDisconnected { return bytes }
                throw error
            }
            if got == 0 { return bytes }
            bytes += buffer[..<got]
        }
        return bytes
    }
}
