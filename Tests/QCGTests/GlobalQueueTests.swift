import Posix
import Testing

@Suite("the global queue's three programs, by their old names")
struct GlobalQueueTests {
    private let place: Workplace

    init() throws { place = try Workplace() }

    private static let job = """
        {"name": "date-example", "execution": {"exec": "/bin/date", "env": {}, "wd": "date.sandbox",
        "stdout": "date.${ncores}.${it}.stdout", "stderr": "date.${ncores}.${it}.stderr"},
        "resources": {"cores": {"exact": 1}}, "iteration": {"start": 0, "stop": 10}}
        """

    private func service(_ arguments: String...) throws -> Running {
        let service = try place.start("qcg-service", "-i", "127.0.0.1")
        try #require(service.hasPrinted("inputqueue listening @ tcp://127.0.0.1:"), "\(service.errors)")
        return service
    }

    private func executor() throws -> Running {
        let executor = try place.start("qcg-executor")
        let address = place.content(of: "iq.last_service_address")
        try #require(
            executor.hasPrinted("successfully connected to inputqueue @ \(address)\n"), "\(executor.errors)")
        return executor
    }

    /// Waits until the client says so of a job.
    private func becomes(_ state: String, _ job: String) -> Bool {
        wait(every: 200) {
            (try? place.run("qcg-client", "status", job))?.output
                .contains("'\(job)': {'status': 'ok', 'state': '\(state)'}") ?? false
        }
    }

    @Test("the walk-through of the old manual works, with the printed lines and files it shows")
    func walkThrough() throws {
        let service = try service()
        let executor = try executor()
        let address = place.content(of: "iq.last_service_address")
        try place.write(Self.job, to: "example-job.json")

        let submission = try place.run("qcg-client", "submit", "-f", "example-job.json")
        let isDone = becomes("SUCCEED", "date-example")

        #expect(service.output == "inputqueue listening @ \(address)\n")
        #expect(submission.isSuccess)
        #expect(submission.output.hasPrefix("connecting to \(address) ...\nsubmiting job description: {\n"))
        #expect(
            submission.output.hasSuffix(
                """
                jobs submitted with response: {'code': 0, 'message': '1 submitted', \
                'data': {'submitted': 1, 'jobs': ['date-example']}}

                """))
        #expect(isDone)
        #expect((0..<10).allSatisfy { !place.content(of: "date.sandbox/date.1.\($0).stdout").isEmpty })
        #expect(try FileSystem.status(of: place.path("iq.last_service_access")).mode == 0o600)
        executor.signal(.interrupt)
        service.signal(.interrupt)
        #expect(try executor.finish().isSuccess)
        #expect(try service.finish().isSuccess)
    }

    @Test("a job comes by standard input, waits for the first executor, is cancelled by name and listed")
    func clientCommands() throws {
        let service = try service()
        let jobs =
            #"[{"name": "long", "execution": {"exec": "sleep", "args": ["1000"]}}, {"name": "b", "#
            + #""execution": {"exec": "true"}, "dependencies": {"after": ["long"]}}]"#
        _ = try place.run("qcg-client", "submit", input: jobs)
        #expect(becomes("QUEUED", "long"))

        let executor = try executor()
        #expect(becomes("EXECUTING", "long"))
        let cancelling = try place.run("qcg-client", "cancel", "long", "nix")

        #expect(cancelling.output.contains("'canceled': 1, 'errors': {'nix': "))
        #expect(becomes("CANCELED", "long"))
        #expect(becomes("OMITTED", "b"))
        let list = try place.run("qcg-client", "list")
        #expect(list.output.contains("'jobs': {'long': {'status': 'CANCELED'}, 'b': {'status': 'OMITTED'}}"))
        let again = try place.run("qcg-client", "submit", input: jobs)
        #expect(again.output.contains("response: {'error': 'Job long already exists'}"))
        #expect(!again.isSuccess)
        _ = (service, executor)
    }

    @Test("dependencies resolve, a wall time hangs nobody, and what is too large in front drops nothing")
    func oldFaults() throws {
        let service = try service()
        let executor = try executor()
        let jobs = """
            [{"name": "huge", "execution": {"exec": "true"}, "resources": {"cores": {"exact": 100000}}},
            {"name": "first", "execution": {"exec": "true"},
             "resources": {"cores": {"exact": 1}, "wt": {"minutes": 5}}},
            {"name": "each", "execution": {"exec": "true"}, "iteration": {"start": 3, "stop": 6},
             "dependencies": {"after": ["first"]}},
            {"name": "with", "execution": {"exec": "true"}, "iteration": {"start": 3, "stop": 6},
             "dependencies": {"after": ["each:${it}"]}}]
            """
        _ = try place.run("qcg-client", "submit", input: jobs)

        #expect(becomes("SUCCEED", "with"))
        #expect(becomes("QUEUED", "huge"))
        // On something that has ended already.
        let late = #"{"name": "late", "execution": {"exec": "true"}, "dependencies": {"after": ["with:5"]}}"#
        _ = try place.run("qcg-client", "submit", input: late)
        #expect(becomes("SUCCEED", "late"))
        _ = (service, executor)
    }

    @Test("two executors share the work, and what one that is killed had is run by the other")
    func executorsShare() throws {
        let service = try service()
        let first = try executor()
        let second = try executor()
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
                    print('shared')
                    break
                time.sleep(0.1)
            """)
        #expect(shared.output == "shared\n", "\(shared)")

        second.signal(.kill)
        try place.write("", to: "go")
        #expect(becomes("SUCCEED", "many"))
        _ = (service, first)
    }

    @Test("a service that was killed knows its jobs when it is started again in the same folder")
    func restart() throws {
        let killed = try service()
        _ = try place.run("qcg-client", "submit", input: Self.job)
        killed.signal(.kill)
        try killed.finish()

        let service = try service()
        let executor = try executor()

        #expect(becomes("SUCCEED", "date-example"))
        _ = (service, executor)
    }

    @Test("whatever a stranger sends is answered, in the old words where there were some")
    func strangers() throws {
        let service = try service()

        let answers = try place.python(
            """
            import json, zmq
            socket = zmq.Context().socket(zmq.REQ)
            socket.connect(open('iq.last_service_address').read())
            requests = [b'{}', b'{"cmd": "nosuch"}', b'{"cmd": "submit_job", "jobs": []}', b'no json', b'\\xff', b'',
                b'[' * 100000, b'{"cmd": "job_info"}', b'{"cmd": "submit_job", "jobs": [{"name": "a b"}]}',
                b'{"request": "nosuch"}', b'x' * (65 << 20), b'{"cmd": "register_executor"}']
            for request in requests:
                socket.send(request)
                if not socket.poll(60000):
                    print('silence after', request[:40])
                    break
                reply = json.loads(socket.recv())
                assert 'error' in reply or reply['code'] == 1, reply
                print(reply.get('error') or reply.get('message'))
            """)

        let lines = answers.output.split(separator: "\n").map(String.init)
        #expect(answers.isSuccess, "\(answers)")
        #expect(lines.count == 12)
        #expect(lines.first == "missing request command (`cmd` element)")
        #expect(lines.dropFirst().first == "unknown request `nosuch")
        #expect(lines.dropFirst(2).first == "Wrong format of `submit_job` request")
        _ = service
    }
}
