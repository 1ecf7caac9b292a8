import Dialects
import Posix
import Sockets

/// Many light executors in one process and one thread, over real sockets.
struct LightExecutors {
    private var executors: [LightExecutor] = []

    /// - Parameter accessPath: the access file of the service that they work for.
    init(_ count: Int, accessPath: String) throws {
        let access = try AccessFile(reading: FileSystem.content(of: accessPath), document: accessPath)
        guard let serviceKey = CurveKey(text: access.servicePublicKey), let secret = CurveKey(text: access.secretKey)
        else { throw SystemFailure(call: "read the keys of", errorNumber: 0, path: accessPath) }
        var options = SocketOptions()
        options.security = .client(try KeyPair(secretKey: secret), server: serviceKey)
        let context = try SocketContext()
        for number in 0..<count {
            executors.append(
                try LightExecutor(number: number, options: options, endpoint: access.zeromq, context: context))
        }
    }

    /// Works until the process is ended, and prints a line when all of them are ready.
    mutating func run() throws -> Never {
        var isTold = false
        let signals = executors.map { (descriptor: $0.socket.signal, readiness: Readiness.readable) }
        // A socket tells of a change once: who has just been asked is asked again before anybody waits.
        var asked = Set(executors.indices)
        while true {
            let found = try Readiness.wait(for: signals, nanoseconds: asked.isEmpty ? 100_000_000 : 0)
            var changed = Set(executors.indices.filter { !found[$0].isEmpty })
            if changed.isEmpty, asked.isEmpty { changed = Set(executors.indices) }
            for position in changed.union(asked) { try executors[position].step() }
            asked = changed
            if !isTold, executors.allSatisfy(\.isReady) {
                isTold = true
                try FileDescriptor.standardOutput.writeAll(Array("ready\n".utf8))
            }
        }
    }
}
