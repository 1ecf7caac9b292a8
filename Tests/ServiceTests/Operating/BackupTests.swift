import Dialects
import Model
import Posix
import Synchronization
import Testing
import Web

@testable import Service

@Suite("copies of a service's state, and its record for others")
struct BackupTests {
    private func withFolder(_ body: (String) throws -> Void) throws {
        let folder = try FileSystem.makeTemporaryDirectory("rota-backup")
        defer { try? FileSystem.removeTree(folder) }
        try body(folder)
    }

    @Test("a copy of a living service's state begins a service that knows every job, with the same token")
    func restored() throws {
        try withFolder { folder in
            let service = try ServedService(in: folder)
            #expect(try service.client().submit(#"{"name": "mesh", "run": "true", "range": "0-9"}"#).status == 201)

            let shelf = RunShelf(statePath: folder + "/state", directory: folder)
            let backup = try shelf.backUp(to: folder + "/copy")
            #expect(try service.client().submit(#"{"name": "late", "run": "true"}"#).status == 201)
            try service.stop()
            #expect(backup.runs == 1)

            let successor = try ServedService(in: folder, state: folder + "/copy")
            let client = try successor.client(token: service.access.token)
            #expect(try client.counts(of: "mesh").total == 10)
            #expect(try client.ask(.get, "v1/jobs/late").status == 404)
            try successor.stop()
        }
    }

    @Test("a token and keys that are taken out of the service's file are made anew, and the queue stays")
    func newKeys() throws {
        try withFolder { folder in
            let service = try ServedService(in: folder)
            _ = try service.client().submit(#"{"name": "mesh", "run": "true"}"#)
            try service.stop()
            try FileSystem.replace(folder + "/state/service.json", with: Array(#"{"run": 1}"#.utf8))

            let successor = try ServedService(in: folder)
            #expect(successor.access.token != service.access.token)
            #expect(successor.access.servicePublicKey != service.access.servicePublicKey)
            #expect(successor.access.secretKey != service.access.secretKey)
            #expect(try successor.client().counts(of: "mesh").total == 1)
            try successor.stop()
        }
    }

    @Test("a target that exists, and a state that does not, are refused")
    func refused() throws {
        try withFolder { folder in
            try FileSystem.makeDirectories(folder + "/state")

            #expect(throws: Refusal.self) {
                try RunShelf(statePath: folder + "/state", directory: folder).backUp(to: folder)
            }
            #expect(throws: Refusal.self) {
                try RunShelf(statePath: folder + "/none", directory: folder).backUp(to: folder + "/copy")
            }
        }
    }

    @Test("every fact is exported as one line of JSON with its number, its name and its moment")
    func exported() throws {
        try withFolder { folder in
            let service = try ServedService(in: folder)
            _ = try service.client().submit(#"{"name": "a", "run": ["echo", "x\ny"]}"#)
            try service.stop()

            var bytes: [UInt8] = []
            let damage = try RunShelf(statePath: folder + "/state", directory: folder).export(nil) { lines in
                bytes += lines.bytes
                return true
            }

            #expect(damage == [])
            let lines = bytes.split(separator: 0x0A)
            let fields = try lines.map { try AnswerFields(JSONReader.read(Array($0), document: "line").root) }
            let names = try fields.map { try $0.text("fact") }
            // Plans that decided nothing are as many as there were.
            let told = names.filter { $0 != "planned" }
            #expect(told == ["runOpened", "planningConfigured", "jobsSubmitted", "runClosed"])
            #expect(try fields.map { try $0.number("number") } == Array(0..<names.count))
        }
    }

    @Test("no run, no export")
    func nothing() throws {
        try withFolder { folder in
            let shelf = RunShelf(statePath: folder + "/state", directory: folder)

            let damage = try shelf.export(nil) { _ in true }

            #expect(damage == nil)
        }
    }
}
