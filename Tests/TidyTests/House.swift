import Foundation

/// The rooms and arrows as the package declares them.
struct House {
    struct Room: Decodable {
        var name: String
        var type: String
        var path: String
        var dependencies: [String]?

        enum CodingKeys: String, CodingKey {
            case name, type, path
            case dependencies = "target_dependencies"
        }

        var isSystemLibrary: Bool { type == "system-target" }
    }

    /// All but the tests, by name.
    let rooms: [Room]

    private struct Description: Decodable { var targets: [Room] }

    /// Asks the package manager, in a scratch folder of its own: the usual one is locked while tests run.
    init() throws {
        let scratch = FileManager.default.temporaryDirectory.appendingPathComponent("rota-tidy-\(UUID())")
        try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: scratch) }
        let output = Pipe()
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [
            "swift", "package", "--scratch-path", scratch.path, "--manifest-cache", "local",
            "--package-path", SourceTree.root.path, "describe", "--type", "json",
        ]
        // Its lock files go there too, and with it.
        process.environment = ProcessInfo.processInfo.environment.merging(["TMPDIR": scratch.path]) { $1 }
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let json = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        let described = try JSONDecoder().decode(Description.self, from: json)
        rooms = described.targets.filter { $0.type != "test" }.sorted { $0.name < $1.name }
    }
}
