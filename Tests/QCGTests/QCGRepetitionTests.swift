import Ledger
import Posix
import Rehearsal
import Testing

@Suite("what QCG's services decided live is decided again when their record is fed to a planner, plan by plan")
struct QCGRepetitionTests {
    private let place: Workplace

    init() throws { place = try Workplace() }

    private func expectRepetition(_ state: String, decisions: Int) throws {
        var repetition = Repetition()
        let reader = LedgerReader(folder: place.path("\(state)/runs/1"))
        while let frame = try reader.next() { repetition.take(frame.facts) }

        #expect(repetition.findings == [])
        #expect(repetition.decisions >= decisions)
    }

    private func becomes(_ state: String, _ job: String) -> Bool {
        wait(every: 200) {
            (try? place.run("qcg-client", "status", job))?.output
                .contains("'\(job)': {'status': 'ok', 'state': '\(state)'}") ?? false
        }
    }

    private func globalQueue() throws -> Running {
        let service = try place.start("qcg-service", "-i", "127.0.0.1")
        try #require(service.hasPrinted("inputqueue listening @ tcp://127.0.0.1:"), "\(service.errors)")
        return service
    }

    private static let jobs = """
        [{"name": "first", "execution": {"exec": "/bin/true"}, "iteration": {"start": 0, "stop": 30}},
         {"name": "wide", "execution": {"script": "sleep 0.05"}, "resources": {"cores": {"min": 1, "max": 2}},
          "iteration": {"start": 0, "stop": 5}},
         {"name": "fails", "execution": {"script": "exit 3"}},
         {"name": "never", "execution": {"exec": "/bin/true"}, "dependencies": {"after": ["fails"]}},
         {"name": "last", "execution": {"exec": "/bin/true"}, "dependencies": {"after": ["first", "wide"]}}]
        """

    @Test("of qcg-service, for which an executor of its own kind works, that is cancelled from and ended in order")
    func ownExecutor() throws {
        let service = try globalQueue()
        let executor = try place.start("qcg-executor")
        try #require(executor.hasPrinted("successfully connected"), "\(executor.errors)")
        _ = try place.run("qcg-client", "submit", input: Self.jobs)
        _ = try place.run(
            "qcg-client", "submit", input: #"{"name": "long", "execution": {"exec": "sleep", "args": ["1000"]}}"#)
        #expect(becomes("EXECUTING", "long"))
        _ = try place.run("qcg-client", "cancel", "long")
        #expect(becomes("CANCELED", "long"))
        #expect(becomes("SUCCEED", "last"))
        #expect(becomes("OMITTED", "never"))
        executor.signal(.interrupt)
        #expect(try executor.finish().isSuccess)
        service.signal(.interrupt)
        #expect(try service.finish().isSuccess)

        try expectRepetition(".rota", decisions: 5)
    }

    @Test("of qcg-service, for which an old executor works that fetches what it is to do")
    func oldExecutor() throws {
        let service = try globalQueue()
        let executor = try place.startPython(OldExecutor.script(cores: 2))
        try #require(executor.hasPrinted("ready"), "\(executor.errors)")
        _ = try place.run("qcg-client", "submit", input: Self.jobs)
        #expect(becomes("SUCCEED", "last"), "\(executor.output) \(executor.errors)")
        try place.write("", to: "stop")
        #expect(try executor.finish().isSuccess)
        service.signal(.interrupt)
        #expect(try service.finish().isSuccess)

        try expectRepetition(".rota", decisions: 5)
    }

    @Test("of qcg-pm-service, which the old Python client drives over the network")
    func pilotService() throws {
        let service = try place.start("qcg-pm-service", "--net", "--nodes", "n1:4")
        let isThere = wait {
            place.auxiliary.map { FileSystem.exists(place.path("\($0)/address")) } ?? false
        }
        try #require(isThere, "\(service.errors)")

        let client = try place.python(
            """
            import glob
            from qcg.pilotjob.api.job import Jobs
            from qcg.pilotjob.api.manager import Manager
            manager = Manager(open(glob.glob('.qcgpjm-service-*/address')[0]).read(), {'poll_delay': 0.1})
            jobs = Jobs()
            jobs.add(name='first', exec='/bin/true', iteration=30)
            jobs.add(name='wide', script='sleep 0.05', numCores={'min': 1, 'max': 3}, iteration=5)
            jobs.add(name='fails', script='exit 3')
            jobs.add(name='never', exec='/bin/true', after=['fails'])
            jobs.add(name='long', exec='/bin/sleep', args=['1000'])
            names = manager.submit(jobs)
            manager.cancel(['long'])
            manager.wait4(names, timeout=120)
            manager.finish()
            """)

        #expect(client.isSuccess, "\(client)")
        #expect(try service.finish().isSuccess)
        let folder = try #require(place.auxiliary)
        try expectRepetition("\(folder)/state", decisions: 5)
    }
}
