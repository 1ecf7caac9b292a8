import Posix
import Testing

/// Thousands of connections to one port, held by a process of their own until they are let go.
final class Crowd {
    private let place: Workplace
    private let gate: String
    private let program: Running

    /// Every other one begins to say something.
    ///
    /// - Parameter count: fewer where the system allows this user fewer descriptors.
    init(_ count: Int, at port: Int, in place: Workplace) throws {
        self.place = place
        gate = "gate-\(port)"
        let script = try place.script(
            "crowd-\(port)",
            """
            import errno, os, resource, socket, sys, time
            port, wanted, gate = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
            most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
            held = []
            for number in range(wanted):
                try:
                    connection = socket.create_connection(("127.0.0.1", port), timeout=60)
                    held.append(connection)
                    if number % 2 == 0:
                        connection.send(b"GET / HTTP/1.1\\r\\n")
                except OSError as problem:
                    if problem.errno == errno.EMFILE:
                        break
            print("held", len(held), flush=True)
            while not os.path.exists(gate):
                time.sleep(0.02)
            """, shell: "/usr/bin/env python3")
        program = try place.start([script, "\(port)", "\(count)", gate])
    }

    /// How many there are, once all have come.
    var count: Int? {
        let words = program.output.split(whereSeparator: \.isWhitespace)
        return words.count == 2 ? Int(words[1]) : nil
    }

    var isOver: Bool { program.isOver }

    func leave() throws {
        try place.write("", to: gate)
        let finished = try program.finish()
        #expect(finished.code == 0, "\(finished.testDescription)")
    }
}
