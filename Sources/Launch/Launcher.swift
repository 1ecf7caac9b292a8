package import Model
package import Posix

/// The launcher beside this process, and the lanes in which it runs attempts one after another.
///
/// Not for several threads: the loop that owns it calls everything. Nothing here waits but `init` and `close`; what a
/// lane does not take at once stays in a buffer until `flush`.
package final class Launcher {
    /// Becomes readable when there are events.
    package let eventDescriptor: FileDescriptor
    /// The launcher's own number, not to be mistaken for an orphan.
    package let process: Int32
    private let control: FileDescriptor
    private var lanes: [Int: Lane] = [:]
    private var reader = EventReader()
    private var buffer = [UInt8](repeating: 0, count: 65536)
    private var hasEnded = false

    /// A class, so that its buffer is never copied on the way in and out of the table.
    private final class Lane {
        let socket: FileDescriptor
        var frames = FrameWriter()

        init(socket: FileDescriptor) { self.socket = socket }
    }

    /// - Parameter outputFolder: exists; the lanes' files go there.
    /// - Parameter environment: what attempts inherit, `NAME=value`.
    /// - Parameter isForeground: whether attempts may share the terminal; the launcher then stays in this session.
    package init(
        executable: String, outputFolder: String, environment: [[UInt8]], isForeground: Bool = false
    ) throws(SystemFailure) {
        let sockets = try FileDescriptor.socketPair()
        let pipe: (reading: FileDescriptor, writing: FileDescriptor)
        do {
            pipe = try FileDescriptor.pipe()
        } catch {
            sockets.0.close()
            sockets.1.close()
            throw error
        }
        defer {
            sockets.1.close()
            pipe.writing.close()
        }
        do {
            try pipe.reading.setNonblocking()
            process = try Process.spawn(
                executable, arguments: ["rota-launcher", outputFolder] + (isForeground ? ["--foreground"] : []),
                environment: environment,
                descriptors: [.standardInput, .standardOutput, .standardError, sockets.1, pipe.writing])
        } catch {
            sockets.0.close()
            pipe.reading.close()
            throw error
        }
        control = sockets.0
        eventDescriptor = pipe.reading
    }

    /// Hands an attempt to a lane, behind what that lane already has.
    package func start(_ request: LaunchRequest, on lane: Int) throws(SystemFailure) {
        if lanes[lane] == nil { try open(lane) }
        lanes[lane]?.frames.start(request)
    }

    /// SIGTERM to all of it, SIGKILL after the grace. One that has not started ends unstarted.
    package func end(_ attempt: AttemptIdentifier, on lane: Int, grace: Model.Duration) {
        lanes[lane]?.frames.end(attempt, grace: grace)
    }

    /// Asks for attempts that have not started; answered by `takenBack`, and by the starts of those too late for it.
    package func takeBack(_ first: AttemptIdentifier, count: Int, on lane: Int) {
        lanes[lane]?.frames.takeBack(first, count: count)
    }

    /// Moves every thread of it to these processors (none: they stay where they are) and stops all of it, or lets it
    /// go on; one that has not begun does so when it begins. Answered by `adjusted`, unless it ends or is asked anew.
    package func adjust(
        _ attempt: AttemptIdentifier, on lane: Int, number: Int, processors: [Int], isPaused: Bool
    ) {
        lanes[lane]?.frames.adjust(attempt, number: number, processors: processors, isPaused: isPaused)
    }

    /// Sends what the lanes take now. Answers the sockets to wait for (until writable) before the next try.
    package func flush() -> [FileDescriptor] {
        var waiting: [FileDescriptor] = []
        for lane in lanes.values {
            while !lane.frames.isEmpty {
                // A lane that died reports itself by an event; what was meant for it is lost with it.
                let sent = (try? lane.socket.send(lane.frames.bytes, from: lane.frames.sent)) ?? -1
                if sent == 0 { waiting.append(lane.socket) }
                if sent < 0 { lane.frames.remove(lane.frames.bytes.count - lane.frames.sent) }
                if sent <= 0 { break }
                lane.frames.remove(sent)
            }
        }
        return waiting
    }

    /// Appends the events that have come; none, when none has.
    package func readEvents(into events: inout [LaunchEvent]) throws(SystemFailure) {
        while !hasEnded {
            let count: Int
            do {
                count = try eventDescriptor.read(into: &buffer)
            } catch {
                if error.wouldBlock { return }
                throw error
            }
            let first = events.count
            reader.take(buffer[..<count], into: &events)
            for case .laneDied(let number) in events[first...] {
                lanes.removeValue(forKey: number)?.socket.close()
            }
            if count == 0 {
                hasEnded = true
                events.append(.launcherDied)
            }
            if count < buffer.count { return }
        }
    }

    /// Ends every attempt at once and waits until launcher and lanes are gone. Events still unread are dropped.
    package func close() {
        for lane in lanes.values { lane.socket.close() }
        lanes = [:]
        control.close()
        _ = try? Process.wait(for: process)
        eventDescriptor.close()
    }

    private func open(_ lane: Int) throws(SystemFailure) {
        let sockets = try FileDescriptor.socketPair()
        defer { sockets.1.close() }
        do {
            let number = UInt32(lane)
            try control.send((0..<4).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }, with: sockets.1)
        } catch {
            // A launcher that has died is told by an event: what was meant for it is then lost, not impossible.
            if !error.isDisconnected {
                sockets.0.close()
                throw error
            }
        }
        lanes[lane] = Lane(socket: sockets.0)
    }
}
