package import Model
package import Posix

/// The files a running attempt prints to, found by looking at its processes.
///
/// No fact says which lane an attempt runs on, but each of its processes carries its name in the environment and has
/// the lane's file open.
package struct RunningOutput: Sendable {
    private let paths: [OutputStreamName: String]

    /// None when no process of it can be seen: it has ended, or belongs to another user or machine.
    ///
    /// - Parameter folder: the run's; files elsewhere are the job's own.
    /// - Parameter token: the run's.
    package init?(of attempt: AttemptIdentifier, token: UInt64, folder: String) {
        let wanted = Array("ROTA_ATTEMPT=\(String(token, radix: 16))-\(attempt.number)".utf8)
        for number in ProcessTree.numbers() {
            guard ProcessTree.environment(of: number).contains(where: { $0.elementsEqual(wanted) }) else { continue }
            var paths: [OutputStreamName: String] = [:]
            for (stream, descriptor) in [(OutputStreamName.output, 1), (.error, 2)] {
                guard let target = try? FileSystem.target(ofLink: "/proc/\(number)/fd/\(descriptor)"),
                    target.hasPrefix(folder + "/")
                else { continue }
                paths[stream] = target
            }
            guard !paths.isEmpty else { continue }
            self.paths = paths
            return
        }
        return nil
    }

    /// How much its lane has printed so far, earlier attempts on the same lane included.
    package func size(_ stream: OutputStreamName) -> Int64 {
        paths[stream].flatMap { try? FileSystem.status(of: $0).size } ?? 0
    }

    /// What was printed from there on, at most 1 MiB of it.
    package func read(_ stream: OutputStreamName, from offset: Int64) throws(SystemFailure) -> [UInt8] {
        guard let path = paths[stream] else { return [] }
        do throws(SystemFailure) {
            let file = try FileDescriptor.open(path, .read)
            defer { file.close() }
            let count = try file.size() - offset
            return count > 0 ? try file.read(at: offset, count: Int(min(count, 1 << 20))) : []
        } catch {
            // Taken over by the run the moment the attempt ended; the record then says where.
            if error.isMissing { return [] }
            throw error
        }
    }
}
