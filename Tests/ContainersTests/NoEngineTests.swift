import Posix
import Testing

/// What is said where there is no engine.
struct NoEngineTests {
    @Test("without an engine a job in a container is refused, and says what to do")
    func refused() throws {
        let place = try Workplace()
        place.environment["DOCKER_HOST"] = "unix://\(place.folder)/nobody.sock"
        try place.write(#"{"jobs": [{"name": "task", "container": "tiny:1", "run": ["true"]}]}"#, to: "jobs.json")

        let run = try place.rota("run", "jobs.json")

        #expect(run.code == 2, "\(run.testDescription)")
        #expect(run.errors.contains("container engine"), "\(run.testDescription)")
    }

    @Test("why a task waits for a node with an engine is said, and an engine's image name is checked beforehand")
    func waits() throws {
        let place = try Workplace()
        place.environment = [
            "DOCKER_HOST": "unix://\(place.folder)/nobody.sock", "XDG_CONFIG_HOME": place.folder, "XDG_RUNTIME_DIR": "",
        ]
        let service = try place.start(rota: "serve")
        #expect(wait { service.isOver || service.output.contains("http ") }, "\(service.errors)")
        let executor = try place.start(rota: "executor")
        #expect(wait { (try? self.nodes(of: place)) == 1 }, "\(executor.errors)")

        let strange = try place.rota("submit", "--image", "a b", "--", "true")
        let submitted = try place.rota("submit", "--name", "task", "--image", "tiny:1", "--", "true")
        let why = try place.rota("why", "task")

        #expect(strange.code == 2 && strange.errors.contains("\"a b\" is no image's name"), "\(strange)")
        #expect(why.output.contains("container engine"), "\(submitted.testDescription)\n\(why.testDescription)")
        executor.kill(.terminate)
        try executor.finish()
        service.kill(.terminate)
        try service.finish()
    }

    private func nodes(of place: Workplace) throws -> Int { try place.rota("nodes").outputLines.count - 1 }
}
