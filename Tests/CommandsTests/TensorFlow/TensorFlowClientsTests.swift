import Dialects
import Model
import Posix
import Testing

@testable import Commands

/// Old clients over loopback, one of which the test plays.
@Suite struct TensorFlowClientsTests {
    private static let standing = TensorFlowClients.Standing(
        container: 7, attempt: AttemptIdentifier(3), cores: 4, isPaused: false)

    /// The test's end of a connection.
    private final class Client {
        private let descriptor: FileDescriptor
        private var heard = ""

        init(port: Int) throws {
            descriptor = try FileDescriptor.connect(to: "127.0.0.1", port: port)
            _ = try Readiness.wait(for: [(descriptor, .writable)], nanoseconds: 60_000_000_000)
        }

        deinit { descriptor.close() }

        func say(_ text: String) throws { try descriptor.writeAll("\(text.utf8.count)\n\(text)") }

        /// Waits until it has heard this; false when the other end has hung up, or said nothing for a minute.
        func hears(_ text: String) throws -> Bool {
            let bound = Clock.monotonicNanoseconds() + 60_000_000_000
            var buffer = [UInt8](repeating: 0, count: 4096)
            while !heard.contains(text), Clock.monotonicNanoseconds() < bound {
                _ = try Readiness.wait(for: [(descriptor, .readable)], nanoseconds: 1_000_000_000)
                do throws(SystemFailure) {
                    let count = try descriptor.read(into: &buffer)
                    guard count > 0 else { return false }
                    heard += String(decoding: buffer[..<count], as: UTF8.self)
                } catch {
                    guard error.wouldBlock else { return false }
                }
            }
            return heard.contains(text)
        }
    }

    /// Serves whoever comes from loopback as that container, or nobody.
    private func serving(known: Bool = true, _ act: (TensorFlowClients) throws -> Void) throws {
        let clients = try TensorFlowClients(on: "127.0.0.1", port: 0, patience: .milliseconds(50)) { peer, standings in
            known && peer == "127.0.0.1" ? standings.first : nil
        }
        clients.know([Self.standing])
        let thread = try clients.start()
        defer {
            clients.stop()
            thread.join()
        }
        try act(clients)
    }

    @Test("a client is told who it is and how wide, each change, and that its end was heard")
    func whole() throws {
        try serving { clients in
            let client = try Client(port: clients.port)
            try client.say(#"{"status":"init"}"#)
            let isWelcome = try client.hears(
                #"{"container":7,"tf_use":"maleable","inter_parallelism":1,"intra_parallelism":3}"#)
            #expect(isWelcome)

            var narrow = Self.standing
            narrow.cores = 2
            clients.know([narrow])
            let isToldOfChange = try client.hears(#"{"container":7,"inter_parallelism":1,"intra_parallelism":1}"#)
            #expect(isToldOfChange)

            try client.say(#"{"status":"exit"}"#)
            let isHeard = try client.hears(#""inter_parallelism":-1,"intra_parallelism":-1}"#)
            #expect(isHeard)
        }
    }

    @Test("a client that says that it failed is judged once")
    func failed() throws {
        try serving { clients in
            let client = try Client(port: clients.port)
            let isWelcome = try client.hears("maleable")
            #expect(isWelcome)

            try client.say(#"{"status":"error"}"#)

            var verdicts: [TensorFlowClients.Verdict] = []
            let bound = Clock.monotonicNanoseconds() + 60_000_000_000
            while verdicts.isEmpty, Clock.monotonicNanoseconds() < bound {
                _ = try Readiness.wait(for: [], nanoseconds: 1_000_000)
                verdicts += clients.takeVerdicts()
            }
            #expect(verdicts == [.init(container: 7, verdict: .failed)])
        }
    }

    @Test("who comes from no container of ours, or says what no client says, is hung up on")
    func strangers() throws {
        try serving(known: false) { clients in
            let isWelcome = try Client(port: clients.port).hears("container")
            #expect(!isWelcome)
        }
        try serving { clients in
            let client = try Client(port: clients.port)
            try client.say(#"{"status":"let me in"}"#)
            let goesOn = try client.hears("what is never said")
            #expect(!goesOn)
        }
    }
}
