package import Posix
internal import Sockets

/// Passes connections on to where it was told, as they come, and understands nothing of what they say.
///
/// One thread, and no key: who is let in is decided behind it.
package final class Relay {
    /// Where it listens, for each target in their order.
    package let listeners: [(descriptor: FileDescriptor, target: Endpoint)]
    private let limits: RelayLimits
    private let note: (RelayNote) -> Void
    /// The addresses of each target in numbers; the first is tried, and goes behind the others when it fails.
    private var addresses: [Endpoint: [String]] = [:]
    private var passages: [Passage] = []
    private var rejections = RejectionLimiter()
    private var troubles = RejectionLimiter()
    private var lookedAt: Int64 = 0
    private var buffer = [UInt8](repeating: 0, count: bufferBytes)

    // 64 KiB: what a connection holds here in each direction; the kernel holds more.
    private static let bufferBytes = 64 << 10
    // 1 s: between two looks for what is overdue.
    private static let lookNanoseconds: Int64 = 1_000_000_000
    // 64 connections, 1 ms: with more of them, each look costs so much that what comes meanwhile is moved together.
    private static let manyPassages = 64
    private static let gatheringNanoseconds: Int64 = 1_000_000
    // 64: who comes at once; the passages there are get their turn in between.
    private static let arrivalsAtOnce = 64

    /// Listens for each target: on the port that is asked for, or on the target's own when that is free here, else on
    /// any.
    ///
    /// - Parameter port: none: the targets'.
    /// - Throws: also when nobody knows a target's name, which is looked up here and not again.
    package init(
        to targets: [Endpoint], on address: String, port: Int?, limits: RelayLimits,
        note: @escaping (RelayNote) -> Void
    ) throws(SystemFailure) {
        var listeners: [(descriptor: FileDescriptor, target: Endpoint)] = []
        do throws(SystemFailure) {
            for target in targets {
                addresses[target] = try FileDescriptor.addresses(of: target.host)
                let isItself = addresses[target]?.contains(address) ?? false
                listeners.append((try Self.listen(on: address, for: target, port: port, isItself: isItself), target))
            }
        } catch {
            for listener in listeners { listener.descriptor.close() }
            throw error
        }
        self.listeners = listeners
        self.limits = limits.bounded(by: (try? FileDescriptor.limit()) ?? 1024)
        self.note = note
    }

    /// - Parameter isItself: whether the target is on this address, so that its port is not to be had although it may
    ///   be free just now: a relay to itself would go round for ever.
    private static func listen(
        on address: String, for target: Endpoint, port: Int?, isItself: Bool
    ) throws(SystemFailure) -> FileDescriptor {
        if let port {
            guard !isItself || port != target.port else { throw .addressTaken(address, port: port) }
            return try FileDescriptor.listen(on: address, port: port)
        }
        if isItself { return try FileDescriptor.listen(on: address, port: 0) }
        do throws(SystemFailure) { return try FileDescriptor.listen(on: address, port: target.port) } catch {
            // A port below 1,024 is root's.
            guard error.isAddressTaken || target.port < 1024 else { throw error }
            return try FileDescriptor.listen(on: address, port: 0)
        }
    }

    /// Carries until `stop` is readable.
    package func run(until stop: FileDescriptor) throws(SystemFailure) {
        defer { close() }
        while true {
            if passages.count > Self.manyPassages {
                _ = try Readiness.wait(for: [(stop, .readable)], nanoseconds: Self.gatheringNanoseconds)
            }
            let hasRoom = passages.count < limits.connections
            let doors = hasRoom ? listeners.map(\.descriptor) : []
            var wanted = ([stop] + doors).map { ($0, Readiness.readable) }
            var slices: [Range<Int>] = []
            for passage in passages {
                let its = passage.wanted
                slices.append(wanted.count..<wanted.count + its.count)
                wanted += its
            }
            let ready = try Readiness.wait(for: wanted, nanoseconds: Self.lookNanoseconds)
            let now = Clock.monotonicNanoseconds()
            if !ready[0].isEmpty { return }
            move(ready, slices, at: now)
            if hasRoom {
                for (door, readiness) in zip(listeners, ready.dropFirst()) where !readiness.isEmpty {
                    welcome(at: door.descriptor, to: door.target, now)
                }
            }
            cutOverdue(at: now)
        }
    }

    private func move(_ ready: [Readiness], _ slices: [Range<Int>], at now: Int64) {
        var staying: [Passage] = []
        staying.reserveCapacity(passages.count)
        for (index, slice) in slices.enumerated() {
            guard slice.contains(where: { !ready[$0].isEmpty }) else {
                staying.append(passages[index])
                continue
            }
            var fate = passages[index].move(ready[slice], &buffer, at: now)
            if fate == .begins { fate = connect(&passages[index]) }
            let passage = passages[index]
            switch fate {
            case .goesOn, .begins:
                staying.append(passage)
                continue
            case .over: note(.closed(from: passage.peer, to: passage.target, bytes: passage.bytes))
            case .refused:
                let count = rejections.tell(of: passage.peer, at: now)
                if let count { note(.refused(from: passage.peer, count: count)) }
            case .unreachable(let failure): complain(passage.target, failure, at: now)
            }
            passage.close()
        }
        passages = staying
    }

    private func connect(_ passage: inout Passage) -> Passage.Fate {
        let address = addresses[passage.target]?.first ?? passage.target.host
        do throws(SystemFailure) {
            passage.connect(through: try FileDescriptor.connect(to: address, port: passage.target.port))
        } catch { return .unreachable(error) }
        note(.opened(from: passage.peer, to: passage.target))
        return .goesOn
    }

    private func complain(_ target: Endpoint, _ failure: SystemFailure, at now: Int64) {
        if let failed = addresses[target]?.first, (addresses[target]?.count ?? 0) > 1 {
            addresses[target]?.removeFirst()
            addresses[target]?.append(failed)
        }
        if troubles.tell(of: target.description, at: now) != nil { note(.unreachable(target, failure)) }
    }

    private func welcome(at door: FileDescriptor, to target: Endpoint, _ now: Int64) {
        for _ in 0..<Self.arrivalsAtOnce where passages.count < limits.connections {
            do throws(SystemFailure) {
                guard let (connection, peer) = try door.accept() else { return }
                passages.append(Passage(connection, from: peer, to: target, at: now))
            } catch {
                // Descriptors may be had again in a moment; meanwhile they wait.
                if troubles.tell(of: "accept", at: now) != nil { note(.failed(error)) }
                return
            }
        }
        if passages.count >= limits.connections, troubles.tell(of: "full", at: now) != nil {
            note(.full(passages.count))
        }
    }

    private func cutOverdue(at now: Int64) {
        guard now - lookedAt >= Self.lookNanoseconds else { return }
        lookedAt = now
        passages.removeAll { passage in
            guard passage.isOverdue(limits, at: now) else { return false }
            note(.silent(from: passage.peer))
            passage.close()
            return true
        }
    }

    private func close() {
        for passage in passages { passage.close() }
        for listener in listeners { listener.descriptor.close() }
    }
}
