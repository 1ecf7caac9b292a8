import Dialects
import Model
import Posix
import Testing

@testable import Commands

@Suite("where a command looks")
struct LookupTests {
    /// A folder of one test's own with whatever access files it needs.
    private func withFolder(_ body: (String) throws -> Void) throws {
        let folder = try FileSystem.makeTemporaryDirectory("rota-lookup")
        defer { try? FileSystem.removeTree(folder) }
        try body(folder)
    }

    private func write(_ name: String, to folder: String) throws {
        try FileSystem.makeDirectories(folder, mode: 0o700)
        var access = AccessFile(version: "1", host: "frost", process: 1, state: "/state/\(name)", run: "")
        access.http = "http://\(name)"
        try FileSystem.replace(folder + "/access.json", with: Array(access.text.utf8))
    }

    /// The name of what is found: a service's address, or `folder`.
    private func found(
        _ words: [String], in directory: String, _ environment: [String: String] = [:], alive: Set<String> = []
    ) throws -> (String, title: String?) {
        guard case .command(let parsed) = try ArgumentReader(commands: [CommandTable.status]).read(["status"] + words)
        else { return ("", nil) }
        let lookup = Lookup(
            try RunChoice(parsed), directory: directory, places: AccessPlaces { environment[$0] }
        ) { access in
            let link = NamedLink(access.http)
            link.isAlive = alive.contains(access.http)
            return link
        }
        switch try lookup.find() {
        case .folder: return ("folder", nil)
        case .service(let service): return (service.client.link.name, service.title)
        }
    }

    @Test("an option comes before the folder, the folder before the user's own service")
    func order() throws {
        try withFolder { folder in
            let user = ["HOME": folder + "/home"]
            try write("user", to: folder + "/home/.local/state/rota")
            try write("named", to: folder + "/named")
            try FileSystem.makeDirectories(folder + "/here/.rota/runs", mode: 0o700)
            try FileSystem.makeDirectories(folder + "/elsewhere", mode: 0o700)

            #expect(try found([], in: folder + "/here", user).0 == "folder")
            #expect(try found([], in: folder + "/elsewhere", user).0 == "http://user")
            #expect(try found([], in: folder + "/elsewhere").0 == "folder")
            #expect(try found(["--state", folder + "/x"], in: folder + "/elsewhere", user).0 == "folder")
            #expect(try found(["--service", folder + "/named"], in: folder + "/here", user).0 == "http://named")
            #expect(
                try found(["--service", folder + "/named/access.json"], in: folder + "/here").0 == "http://named")
            #expect(try found(["--service", "http://far"], in: folder + "/here", user).0 == "http://far")
            #expect(
                try found([], in: folder + "/elsewhere", ["ROTA_SERVICE": folder + "/named"]).0 == "http://named")
        }
    }

    @Test("a folder's own service answers while it lives, without being named; else the folder's runs do")
    func ownService() throws {
        try withFolder { folder in
            try write("own", to: folder + "/.rota")

            let living = try found([], in: folder, alive: ["http://own"])
            let dead = try found([], in: folder)
            let numbered = try found(["--run", "3"], in: folder, alive: ["http://own"])

            #expect(living.0 == "http://own" && living.title == nil)
            #expect(dead.0 == "folder")
            #expect(numbered.0 == "folder")
        }
    }

    @Test("a service that is not this folder's is named, with its machine and its folder")
    func title() throws {
        try withFolder { folder in
            try write("user", to: folder + "/home/.local/state/rota")
            try FileSystem.makeDirectories(folder + "/elsewhere", mode: 0o700)

            let title = try found([], in: folder + "/elsewhere", ["HOME": folder + "/home"]).title

            #expect(title == "Service http://user on frost, state in /state/user")
        }
    }

    @Test("a service that listens on another machine's loopback is not looked for on this one's")
    func otherMachine() throws {
        try withFolder { folder in
            try write("127.0.0.1:7080", to: folder + "/named")

            #expect(throws: Refusal.self) { try found(["--service", folder + "/named"], in: folder) }
        }
    }

    @Test("an access file that is not there, or is none, is refused")
    func refusals() throws {
        try withFolder { folder in
            try FileSystem.replace(folder + "/broken", with: Array("{".utf8))

            #expect(throws: Refusal.self) { try found(["--service", folder + "/none"], in: folder) }
            #expect(throws: Refusal.self) { try found(["--service", folder + "/broken"], in: folder) }
        }
    }
}
