internal import Posix

/// A lock as another process found it.
struct LockObservation {
    let path: String
    let content: [UInt8]
    let owner: LockOwner?
    let isDead: Bool

    /// None when there is no lock.
    init?(of path: String, observer: LockOwner) throws(SystemFailure) {
        self.path = path
        do throws(SystemFailure) {
            let content = try FileSystem.content(of: path)
            self.content = Self.withoutHeartbeats(content)
            owner = LockOwner(text: String(decoding: content, as: UTF8.self))
            if let isAlive = owner?.isAlive(asSeenBy: observer) {
                isDead = !isAlive
            } else {
                let last = try FileSystem.status(of: path).modifiedNanoseconds
                // Without an answer, as in a folder that can only be read, nobody is taken for dead.
                let now = Self.fileSystemNow(beside: path, observer)
                isDead = now.map { $0 - last > RunLock.silenceNanoseconds } ?? false
            }
        } catch {
            if error.isMissing { return nil }
            throw error
        }
    }

    /// A heartbeat may have left line ends behind.
    static func withoutHeartbeats(_ content: [UInt8]) -> [UInt8] {
        var content = content
        while content.last == UInt8(ascii: "\n") { content.removeLast() }
        return content
    }

    /// The time by the clock that stamps the files here, which on a network file system is another machine's.
    private static func fileSystemNow(beside path: String, _ observer: LockOwner) -> Int64? {
        let probe = "\(path).probe.\(observer.process).\(observer.moment)"
        do throws(SystemFailure) {
            let file = try FileDescriptor.open(probe, .createNew, mode: 0o600)
            defer { file.close() }
            try file.writeAll([0])
            let now = try FileSystem.status(of: probe).modifiedNanoseconds
            try FileSystem.remove(probe)
            return now
        } catch {
            return nil
        }
    }
}
