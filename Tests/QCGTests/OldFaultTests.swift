import Posix
import Testing

@Suite("what the old services did wrong does not happen here")
struct OldFaultTests {
    private let place: Workplace

    init() throws { place = try Workplace() }

    /// Carries out jobs of the stable family on two cores.
    private func run(_ jobs: String, _ arguments: String = "2") throws -> Finished {
        try place.write(#"[{"request": "submit", "jobs": [\#(jobs)]}]"#, to: "requests.json")
        return try place.run("qcg-pm-service", "--file-path", "requests.json", "--nodes", arguments, "--id", "f")
    }

    private func states() -> [String] { place.lines(of: ".qcgpjm-service-f/track.states") }

    @Test("a task inherits the environment it was submitted in, and its own variables lie over it")
    func environment() throws {
        let service = try run(
            #"{"name": "e", "execution": {"exec": "sh", "args": ["-c", "echo $XDG_RUNTIME_DIR $X"], "stdout": "o", "#
                + #""env": {"X": "own"}}}"#)

        #expect(service.isSuccess, "\(service)")
        #expect(place.content(of: "o") == "\(place.folder) own\n")
    }

    @Test("a virtual environment is activated before a task, and its arguments stay as they are")
    func virtualEnvironment() throws {
        try FileSystem.makeDirectories(place.path("ve/bin"))
        try place.write("export KIND=activated\n", to: "ve/bin/activate")

        let service = try run(
            #"{"name": "v", "execution": {"exec": "sh", "args": ["-c", "echo $KIND $0", "a b"], "stdout": "o", "#
                + #""venv": "ve"}}"#)

        #expect(service.isSuccess, "\(service)")
        #expect(place.content(of: "o") == "activated a b\n")
    }

    @Test("of five jobs on two cores none is forgotten, also those behind one that did not fit at once")
    func nothingIsDropped() throws {
        let sizes = [1, 1, 2, 1, 1]
        let jobs = sizes.enumerated().map { number, cores in
            #"{"name": "j\#(number)", "execution": {"exec": "true"}, "resources": {"numCores": \#(cores)}}"#
        }

        let service = try run(jobs.joined(separator: ","))

        #expect(service.isSuccess, "\(service)")
        #expect(states().count { $0.contains("SUCCEED") } == 5)
    }

    @Test("a wall time ends a task on one's own machine too")
    func wallTime() throws {
        let service = try run(
            #"{"name": "long", "execution": {"exec": "sleep", "args": ["1000"]}, "#
                + #""resources": {"numCores": 1, "wt": "1s"}}"#)

        #expect(service.isSuccess, "\(service)")
        #expect(states() == [#"{"task": "long", "iteration": null, "state": "FAILED"}"#])
    }

    @Test("iteration 0 is an iteration as others are: one may depend on it, and its number is its own")
    func iterationZero() throws {
        let service = try run(
            #"{"name": "m", "execution": {"script": "echo ${it} >> o"}, "iteration": {"start": 0, "stop": 1}}, "#
                + #"{"name": "n", "execution": {"script": "echo ${it} >> o"}, "iteration": {"start": 7, "stop": 8}, "#
                + #""dependencies": {"after": ["m:0"]}}"#)

        #expect(service.isSuccess, "\(service)")
        #expect(place.content(of: "o") == "0\n7\n")
    }

    @Test("the port that changes are to be published at is heeded, and what is no JSON is answered")
    func publisherPort() throws {
        // Of a range from which no other program takes one by itself.
        let port = "\(Int.random(in: 10_000..<30_000))"
        let service = try place.start("qcg-pm-service", "--net", "--net-pub-port", port, "--nodes", "1", "--id", "f")
        #expect(wait { FileSystem.exists(place.path(".qcgpjm-service-f/address")) }, "\(service.errors)")

        let client = try place.python(
            """
            import json, zmq
            socket = zmq.Context().socket(zmq.REQ)
            socket.connect(open('.qcgpjm-service-f/address').read())
            for text in [b'no json', b'{"request": "status"}', b'{"request": "finish"}']:
                socket.send(text)
                assert socket.poll(60000)
                reply = json.loads(socket.recv())
                print(reply['code'], reply.get('data', {}).get('System', {}).get('StatusPublisher', ''))
            """)

        #expect(client.output == "1 \n0 tcp://127.0.0.1:\(port)\n0 \n", "\(client)")
        #expect(try service.finish().isSuccess)
    }

    @Test("the global queue ends when it is told to, as its request has always been called")
    func finish() throws {
        let service = try place.start("qcg-service", "-i", "127.0.0.1")
        try #require(service.hasPrinted("inputqueue listening @"), "\(service.errors)")

        let client = try place.python(
            """
            import zmq
            socket = zmq.Context().socket(zmq.REQ)
            socket.connect(open('iq.last_service_address').read())
            socket.send(b'{"cmd": "finish"}')
            assert socket.poll(60000)
            print(socket.recv_json()['code'])
            """)

        #expect(client.output == "0\n", "\(client)")
        #expect(try service.finish().isSuccess)
    }
}
