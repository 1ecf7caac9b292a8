import Dialects
import Testing

@testable import Containers

/// What engines say of themselves.
struct EngineDescriptionTests {
    private func description(_ text: String) throws -> EngineDescription {
        try EngineDescription(JSONReader.read(Array(text.utf8), document: "version").root)
    }

    @Test("Docker and Podman are told apart, and versions are compared by their numbers")
    func products() throws {
        let docker = try description(
            """
            {"Components": [{"Name": "Engine", "Version": "29.0.1"}, {"Name": "runc", "Version": "1.1.5"}],
             "Version": "29.0.1", "ApiVersion": "1.52", "MinAPIVersion": "1.44"}
            """)
        let podman = try description(
            """
            {"Components": [{"Name": "Podman Engine", "Version": "4.3.1"}, {"Name": "Conmon", "Version": ""}],
             "Version": "4.3.1", "ApiVersion": "1.41", "MinAPIVersion": "1.24"}
            """)

        #expect(docker.name == "Docker 29.0.1" && podman.name == "Podman 4.3.1")
        #expect(docker.earliest > .ours && podman.earliest < .ours)
        #expect(podman.latest == .ours && docker.latest > .ours)
        #expect(EngineDescription.Version(major: 1, minor: 9) < .ours)
    }

    @Test("what is no version is none", arguments: ["", "1", "1.x", "1.2.3"])
    func strange(text: String) { #expect(EngineDescription.Version(text) == nil) }
}
