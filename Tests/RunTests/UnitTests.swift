import Posix
import Testing

private let systemdAnalyze = "/usr/bin/systemd-analyze"

/// The units that are installed for systemd.
@Suite(
    .enabled(if: FileSystem.isExecutable(systemdAnalyze), "systemd is not installed: its units were not verified"))
struct UnitTests {
    private let root = FileSystem.folder(of: FileSystem.folder(of: FileSystem.folder(of: #filePath)))

    /// - Parameter line: of the unit, to be replaced by `replacement`.
    private func complaints(_ kind: String, _ line: String = "", _ replacement: String = "") throws -> String {
        let place = try Workplace()
        try FileSystem.makeDirectories(place.path("prefix/bin"))
        try place.shell(
            "ln -s \(Executables.rota) prefix/bin/rota; \(root)/packaging/units.sh '\(place.path("prefix"))'")
        let name = "prefix/lib/systemd/\(kind)/rota.service"
        let unit = place.content(of: name)
        try #require(unit.contains(line) || line.isEmpty)
        try place.write(unit.replacing(line.isEmpty ? "\0" : line, with: replacement), to: name)
        place.environment["XDG_RUNTIME_DIR"] = place.folder
        let verified = try place.start([systemdAnalyze, "--\(kind)", "verify", place.path(name)]).finish()
        return verified.output + verified.errors + (verified.code == 0 ? "" : "exit code \(verified.code)")
    }

    @Test("systemd finds nothing wrong in them", arguments: ["user", "system"])
    func verified(kind: String) throws {
        #expect(try complaints(kind) == "")
    }

    @Test("it would find a misspelled line and a program that is not there")
    func wouldBeFound() throws {
        #expect(try complaints("user", "WatchdogSec=", "WatchdogSex=").contains("WatchdogSex"))
        #expect(try complaints("user", "/bin/rota", "/bin/atro").contains("atro"))
    }
}
