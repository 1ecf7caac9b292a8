import Posix
import Testing

@Suite("the global queue's old executors work for our service")
struct OldExecutorTests {
    private let place: Workplace

    init() throws { place = try Workplace() }

    private func service() throws -> Running {
        let service = try place.start("qcg-service", "-i", "127.0.0.1")
        try #require(service.hasPrinted("inputqueue listening @ tcp://127.0.0.1:"), "\(service.errors)")
        return service
    }

    private func executor(cores: Int) throws -> Running {
        let executor = try place.startPython(OldExecutor.script(cores: cores))
        try #require(executor.hasPrinted("ready"), "\(executor.errors)")
        return executor
    }

    private func becomes(_ state: String, _ job: String) -> Bool {
        wait(every: 200) {
            (try? place.run("qcg-client", "status", job))?.output
                .contains("'\(job)': {'status': 'ok', 'state': '\(state)'}") ?? false
        }
    }

    @Test("one is woken by the event of a submission, runs iterations, and their ends release what depends on them")
    func wholeLife() throws {
        let service = try service()
        let executor = try executor(cores: 2)
        let jobs = """
            [{"name": "first", "execution": {"exec": "/bin/echo", "args": ["case ${it} on ${ncores}"], "wd": "d",
              "stdout": "o.${it}"}, "resources": {"cores": {"min": 1, "max": 2}, "wt": {"minutes": 5}},
              "iteration": {"start": 10, "stop": 13}},
             {"name": "fails", "execution": {"script": "exit 3"}},
             {"name": "after", "execution": {"exec": "/bin/echo", "args": ["done"], "stdout": "last"},
              "dependencies": {"after": ["first"]}},
             {"name": "never", "execution": {"exec": "/bin/true"}, "dependencies": {"after": ["fails"]}}]
            """
        _ = try place.run("qcg-client", "submit", input: jobs)

        #expect(becomes("SUCCEED", "after"), "\(executor.output) \(executor.errors)")
        #expect(becomes("FAILED", "fails"))
        #expect(becomes("OMITTED", "never"))
        for iteration in 10..<13 {
            #expect(place.content(of: "d/o.\(iteration)").hasPrefix("case \(iteration) on "))
        }
        #expect(place.content(of: "last") == "done\n")
        let information = try place.run("qcg-client", "info", "first:11")
        #expect(information.output.contains("'state': 'SUCCEED'"), "\(information)")
        try place.write("", to: "stop")
        let end = try executor.finish()
        #expect(end.isSuccess && end.output.hasSuffix("stopped\n"), "\(end)")
        _ = service
    }

    @Test("it shares the work with one of ours, and each is listed by its name")
    func besideOurs() throws {
        let service = try service()
        let old = try executor(cores: 1)
        let ours = try place.start("qcg-executor")
        try #require(ours.hasPrinted("successfully connected"), "\(ours.errors)")
        let job =
            #"{"name": "many", "execution": {"script": "while [ ! -e go ]; do sleep 0.05; done"}, "#
            + #""iteration": {"start": 0, "stop": 20}}"#
        _ = try place.run("qcg-client", "submit", input: job)

        let shared = try place.python(
            """
            import json, time, zmq
            socket = zmq.Context().socket(zmq.REQ)
            socket.connect(open('iq.last_service_address').read())
            for attempt in range(1000):
                socket.send(b'{"cmd": "list_executors"}')
                executors = json.loads(socket.recv())['data']['executors']
                if len(executors) == 2 and all(e['iterations'] >= 1 for e in executors.values()):
                    print(sum(name.startswith('executor-') for name in executors))
                    break
                time.sleep(0.1)
            """)
        #expect(shared.output == "1\n", "\(shared)")

        try place.write("", to: "go")
        #expect(becomes("SUCCEED", "many"), "\(old.output) \(old.errors)")
        #expect(old.output.contains("given many [0"))
        try place.write("", to: "stop")
        #expect(try old.finish().isSuccess)
        _ = (service, ours)
    }

    @Test("what is malformed is refused in the old words, and who is unknown is told so")
    func refusals() throws {
        let service = try service()

        let answers = try place.python(
            """
            import json, zmq
            socket = zmq.Context().socket(zmq.REQ)
            socket.connect(open('iq.last_service_address').read())
            sign = {'name': 'executor-NOONE', 'checksum': 0}
            for request in [
                    {'cmd': 'register_executor'}, {'cmd': 'get_iterations'},
                    {'cmd': 'REGISTER_EXECUTOR', 'executor': {'name': 'x', 'resources': {'nodes': []}}},
                    {'cmd': 'executor_heartbeat', 'executor': sign}, {'cmd': 'get_iterations', 'executor': sign},
                    {'cmd': 'iterations_finished', 'executor': sign, 'jobs': [{'id': 'a', 'state': 'DONE'}]},
                    {'cmd': 'iterations_finished', 'executor': sign, 'jobs': []}]:
                socket.send_json(request)
                assert socket.poll(60000)
                reply = socket.recv_json()
                assert reply['code'] == 1, reply
                print(reply['message'])
            """)

        let unknown = "executor executor-NOONE is not registered; start it again"
        #expect(
            answers.output.split(separator: "\n").map(String.init) == [
                "Wrong format of `register_executor` request", "Missing executor data",
                "Wrong format of `register_executor` request", unknown, unknown, "job state DONE not known", unknown,
            ], "\(answers)")
        _ = service
    }

    @Test("a service that was killed and started again at its port goes on with the one it knew")
    func restart() throws {
        // Of a range from which no other program takes one by itself.
        let port = "\(Int.random(in: 10_000..<30_000))"
        let killed = try place.start("qcg-service", "-i", "127.0.0.1", "-p", port)
        try #require(killed.hasPrinted("inputqueue listening @ tcp://127.0.0.1:\(port)"), "\(killed.errors)")
        let executor = try executor(cores: 1)
        _ = try place.run(
            "qcg-client", "submit",
            input: #"{"name": "long", "execution": {"script": "while [ ! -e go ]; do sleep 0.05; done"}}"#)
        #expect(becomes("EXECUTING", "long"))
        killed.signal(.kill)
        try killed.finish()

        let service = try place.start("qcg-service", "-i", "127.0.0.1", "-p", port)
        try #require(service.hasPrinted("inputqueue listening @ tcp://127.0.0.1:\(port)"), "\(service.errors)")
        #expect(becomes("EXECUTING", "long"))
        try place.write("", to: "go")

        #expect(becomes("SUCCEED", "long"), "\(executor.output) \(executor.errors)")
        _ = service
    }
}
