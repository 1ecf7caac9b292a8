import Dialects
import Model
import Posix
import Testing
import Web

@testable import Service

@Suite("jobs that ended long ago")
struct KeepTests {
    @Test("are removed by the service itself, and those that wait stay")
    func removed() throws {
        let folder = try FileSystem.makeTemporaryDirectory("rota-keep")
        defer { try? FileSystem.removeTree(folder) }
        let service = try ServedService(in: folder, keep: .milliseconds(1))
        let client = try service.client()
        _ = try client.submit(#"[{"name": "over", "run": "true"}, {"name": "waits", "run": "true"}]"#)
        _ = try client.ask(.post, "v1/cancel", #"{"jobs": ["over"]}"#)

        #expect(try waits { try client.ask(.get, "v1/jobs/over").status == 404 })
        #expect(try client.ask(.get, "v1/jobs/waits").status == 200)
        // Its name is free again.
        #expect(try client.submit(#"{"name": "over", "run": "true"}"#).status == 201)
        try service.stop()
    }
}
