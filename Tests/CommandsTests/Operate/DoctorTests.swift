import Dialects
import Model
import Posix
import Testing

@testable import Commands

@Suite("rota doctor")
struct DoctorTests {
    @Test("the libraries are found with their versions, and the machine as it is")
    func machine() {
        let findings = MachineExamination.findings()

        let libraries = findings.filter { $0.section == "libraries" }
        #expect(libraries.count == 7 && libraries.allSatisfy { $0.standing == .fine }, "\(libraries)")
        #expect(findings.contains { $0.name == "version" && $0.value == Version.text })
        #expect(findings.contains { $0.name == "processors" })
    }

    @Test("a folder that can't be written, and a service that does not answer, are broken; no secret is shown")
    func broken() throws {
        let folder = try FileSystem.makeTemporaryDirectory("rota-doctor")
        defer { try? FileSystem.removeTree(folder) }
        var access = AccessFile(version: "1", host: "frost", process: 1, state: folder, run: "")
        // Port 1: nobody listens there.
        access.http = "http://127.0.0.1:1"
        access.token = "secret-token"
        access.secretKey = "secret-key"
        try FileSystem.replace(folder + "/access.json", with: Array(access.text.utf8))
        let examination = SurroundingsExamination(
            statePath: "/proc/self/state", service: folder + "/access.json", environment: ["PATH": folder])

        let findings = examination.findings()

        #expect(findings.first { $0.name == "fdatasync" }?.standing == .broken)
        #expect(findings.first { $0.name == "answer" }?.standing == .broken)
        #expect(findings.first { $0.section == "batch systems" }?.value == "none found along PATH")
        #expect(!findings.contains { $0.value.contains("secret") || $0.remedy.contains("secret") })
    }

    @Test("a sound state folder says its file system and how long a commit takes, and nothing is left there")
    func disk() throws {
        let folder = try FileSystem.makeTemporaryDirectory("rota-doctor")
        defer { try? FileSystem.removeTree(folder) }
        let examination = SurroundingsExamination(statePath: folder + "/a/b", service: nil, environment: ["PATH": ""])

        let findings = examination.findings().filter { $0.section == "state folder" }

        #expect(findings.map(\.name) == ["path", "file system", "fdatasync"])
        #expect(findings[0].value == "\(folder)/a/b, not there yet")
        #expect(findings[2].standing != .broken)
        #expect(try FileSystem.names(in: folder).isEmpty)
    }
}
