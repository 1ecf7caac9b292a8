internal import Glibc

/// What a program said that was run for its words, and how it ended.
package struct ProgramRun: Sendable, Hashable {
    /// None: its time was up, and it was killed.
    package var end: Process.End?
    package var output: [UInt8]
    package var errors: [UInt8]
}

extension Process {
    /// Runs a program to its end, with nothing to read; also through what it leaves running with its output open.
    ///
    /// - Parameter nanoseconds: how long it may take. Then it is killed, and what it started is left alone.
    /// - Parameter limit: bytes kept of what it says on each stream; the rest is read and dropped.
    package static func run(
        _ path: String, arguments: [String], environment: [[UInt8]], nanoseconds: Int64, limit: Int = 1 << 20
    ) throws(SystemFailure) -> ProgramRun {
        let deadline = Clock.monotonicNanoseconds() + nanoseconds
        let nothing = try FileDescriptor.open("/dev/null", .read)
        defer { nothing.close() }
        let output = try FileDescriptor.pipe()
        defer { output.reading.close() }
        let errors: (reading: FileDescriptor, writing: FileDescriptor)
        do {
            errors = try FileDescriptor.pipe()
        } catch {
            output.writing.close()
            throw error
        }
        defer { errors.reading.close() }
        let number: Int32
        do {
            defer {
                output.writing.close()
                errors.writing.close()
            }
            number = try spawn(
                path, arguments: arguments, environment: environment,
                descriptors: [nothing, output.writing, errors.writing])
        }
        var listening = [Listening(to: output.reading, limit: limit), Listening(to: errors.reading, limit: limit)]
        var end: End?
        do {
            while end == nil, Clock.monotonicNanoseconds() < deadline {
                try hear(&listening, waiting: 10_000_000, until: deadline)
                end = try endIfAny(of: number)
            }
            // What it wrote before its end lies in the pipes.
            if end != nil { try hear(&listening, waiting: 0, until: deadline) }
        } catch {
            abandon(number)
            throw error
        }
        if end == nil { abandon(number) }
        return ProgramRun(end: end, output: listening[0].bytes, errors: listening[1].bytes)
    }

    /// One stream of a program that runs.
    private struct Listening {
        var descriptor: FileDescriptor
        let limit: Int
        var bytes: [UInt8] = []
        var isOver = false

        init(to descriptor: FileDescriptor, limit: Int) {
            self.descriptor = descriptor
            self.limit = limit
        }

        mutating func read(into buffer: inout [UInt8]) throws(SystemFailure) {
            let count = try descriptor.read(into: &buffer)
            bytes.append(contentsOf: buffer[..<min(count, limit - bytes.count)])
            isOver = count == 0
        }
    }

    /// Reads what is there, and what comes until nothing has come for so long.
    private static func hear(
        _ listening: inout [Listening], waiting pause: Int64, until deadline: Int64
    ) throws(SystemFailure) {
        var buffer = [UInt8](repeating: 0, count: 65536)
        var wasHeard = true
        while wasHeard, Clock.monotonicNanoseconds() < deadline {
            let open = listening.indices.filter { !listening[$0].isOver }
            // 1 ms: between the last word of a program and its end there is rarely more.
            let ready = try Readiness.wait(
                for: open.map { (listening[$0].descriptor, .readable) },
                nanoseconds: open.isEmpty ? min(pause, 1_000_000) : pause)
            wasHeard = false
            for (index, readiness) in zip(open, ready) where !readiness.isEmpty {
                try listening[index].read(into: &buffer)
                wasHeard = true
            }
        }
    }

    /// None while a child runs; it is forgotten with its end.
    private static func endIfAny(of number: Int32) throws(SystemFailure) -> End? {
        var status: Int32 = 0
        let answer = try checked("waitpid", "\(number)") { unsafe Int(waitpid(number, &status, WNOHANG)) }
        return answer == 0 ? nil : end(status)
    }

    /// Kills a child and waits for it a moment: one that hangs in a dead file system takes no signal.
    private static func abandon(_ number: Int32) {
        kill(number, SIGKILL)
        for _ in 0..<100 {
            if (try? endIfAny(of: number)) != .some(nil) { return }
            _ = try? Readiness.wait(for: [], nanoseconds: 10_000_000)
        }
    }
}
