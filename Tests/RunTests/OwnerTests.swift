import Model
import Posix
import Testing

@Suite("whose a job is that does not say so")
struct OwnerTests {
    private let place: Workplace

    init() throws {
        place = try Workplace()
        place.environment = ["XDG_CONFIG_HOME": place.folder, "XDG_RUNTIME_DIR": ""]
    }

    private static let jobs = #"[{"name": "told", "run": "true", "user": "ann"}, {"name": "untold", "run": "true"}]"#

    /// As the machine's own program says it.
    private func account() throws -> String { try place.shell("id -un").outputLines[0] }

    private func owners(of run: Int = 1) throws -> [String: String] {
        var owners: [String: String] = [:]
        for case .jobsSubmitted(_, let jobs, _, _) in try Record(of: run, in: place.state).facts {
            for job in jobs { owners[job.name] = job.user }
        }
        return owners
    }

    @Test("of rota run it is the account's that calls it, and a run that is gone on with finds nothing changed")
    func run() throws {
        try place.write(Self.jobs, to: "jobs.json")
        #expect(try place.rota("run", "jobs.json").code == 0)
        #expect(try place.rota("run", "--name", "line", "--", "true").code == 0)
        #expect(try place.rota("run", "--name", "named", "--user", "ben", "--", "true").code == 0)
        let more = Self.jobs.replacing("]", with: #", {"name": "more", "run": "true"}]"#)
        try place.write(more, to: "jobs.json")
        let resumed = try place.rota("run", "--resume", "1")

        let account = try account()
        #expect(!account.isEmpty)
        #expect(try owners() == ["told": "ann", "untold": account, "more": account])
        #expect(try owners(of: 2) == ["line": account])
        #expect(try owners(of: 3) == ["named": "ben"])
        #expect(resumed.code == 0 && !resumed.errors.contains("has changed"), "\(resumed.testDescription)")
    }

    @Test("of rota submit it is likewise, and of a client that speaks HTTP it is the account's that serves it")
    func service() throws {
        place.state = place.path("served")
        try place.write(Self.jobs, to: "jobs.json")
        let service = try place.start(rota: "serve")
        try #require(
            wait { service.output.contains("state ") || service.isOver } && !service.isOver, "\(service.errors)")
        #expect(try place.rota("submit", "jobs.json").code == 0)
        let asked = try place.shell(
            """
            python3 - <<'END'
            import json, urllib.request
            access = json.load(open("served/access.json"))
            body = b'{"name": "asked", "run": "true"}'
            headers = {"Authorization": "Bearer " + access["token"]}
            request = urllib.request.Request(access["http"] + "/v1/jobs", body, headers)
            assert urllib.request.urlopen(request).status == 201
            END
            """)
        #expect(asked.code == 0, "\(asked.testDescription)")
        #expect(try place.rota("shutdown").code == 0)
        _ = try service.finish()

        let account = try account()
        #expect(try owners() == ["told": "ann", "untold": account, "asked": account])
    }
}
