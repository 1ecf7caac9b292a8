import Dialects
import Model
import Posix
import Testing
import Web

@testable import Service

@Suite("what those who operate a service are told")
struct ServiceLogTests {
    private func withFolder(_ body: (String) throws -> Void) throws {
        let folder = try FileSystem.makeTemporaryDirectory("rota-log")
        defer { try? FileSystem.removeTree(folder) }
        try body(folder)
    }

    private func text(_ path: String) throws -> String {
        String(decoding: try FileSystem.content(of: path), as: UTF8.self)
    }

    @Test("a file holds a line for each, of the level that was asked for, and only its owner reads it")
    func levels() throws {
        try withFolder { folder in
            let path = folder + "/log"
            let log = try ServiceLog(to: .file(path), level: .warning) { _ in "NOW" }

            log.write(ServiceNote(.info, "left out"))
            log.write(ServiceNote(.warning, "one\ntwo"))
            log.write(ServiceNote(.error, "three"))

            #expect(try text(path) == "NOW warning one two.\nNOW error three.\n")
            #expect(try FileSystem.status(of: path).mode == 0o600)
        }
    }

    @Test("a full file is begun anew, and as many as are kept stay beside it")
    func rotation() throws {
        try withFolder { folder in
            let path = folder + "/log"
            var file = try RotatedFile(path, largest: 4, kept: 2)

            for line in ["one.\n", "two.\n", "three.\n", "four.\n"] { file.append(line) }

            #expect(try FileSystem.names(in: folder) == ["log", "log.1", "log.2"])
            #expect(
                try ["log", "log.1", "log.2"].map { try text("\(folder)/\($0)") } == ["four.\n", "three.\n", "two.\n"])
        }
    }

    @Test("the journal is where lines go only when standard error is its socket")
    func journal() throws {
        let status = try FileDescriptor.standardError.status()

        #expect(ServiceLog.ordinaryTarget(stream: nil) == .standardError)
        #expect(ServiceLog.ordinaryTarget(stream: "1:2") == .standardError)
        #expect(ServiceLog.ordinaryTarget(stream: "\(status.device):\(status.inode)") == .journal)
    }

    @Test("start, changes, a wrong token once a minute, and the end are told; a token never is")
    func service() throws {
        try withFolder { folder in
            let notes = Shared<[ServiceNote]>([])
            let service = try ServedService(in: folder, notes: { note in notes.change { $0.append(note) } })
            _ = try service.client().submit(#"{"name": "mesh", "run": "true"}"#)
            for _ in 0..<3 {
                let stranger = try WebClient(service.access.http, token: "wrong-token")
                #expect(try stranger.request(.get, ["v1", "jobs"]).status == 401)
            }
            try service.stop()

            let told = notes.value
            let sentences = told.filter { $0.level < .debug }.map(\.sentence)
            #expect(sentences.first?.hasPrefix("serves \(folder)/state at http://127.0.0.1:") == true)
            #expect(sentences.contains("\"mesh\" submitted, from number 0 on"))
            #expect(sentences.count { $0.hasPrefix("let nobody in from 127.0.0.1") } == 1)
            #expect(sentences.last == "ended by a client")
            #expect(told.contains { $0.level == .debug && $0.sentence == "POST /v1/jobs from 127.0.0.1" })
            #expect(
                !told.contains { $0.sentence.contains(service.access.token) || $0.sentence.contains("wrong-token") })
        }
    }
}
