import EngineDaemon
import Posix
import Testing

/// Containers that are reached over a network.
@Suite(.enabled(if: EngineDaemon.canRun, "an engine needs root"))
struct ContainerNetworkTests {
    @Test("a container is reached by the port that its job names, and reaches the engine's bridge")
    func port() throws {
        // In a network namespace of its own every port is free.
        let engine = try EngineDaemon(.init(isBridged: true))
        let place = try Workplace()
        place.environment = engine.environment
        let bridge = EngineDaemon.bridgeAddress
        let listening = try place.start(engine.entry() + ["busybox", "nc", "-l", "-p", "65000"])
        try place.write(
            """
            {"jobs": [{"name": "answers", "container": {"image": "tiny:1", "ports": ["8787:80"]},
                       "script": "while ! echo inside | nc \(bridge) 65000; do sleep 0.05; done; \
            echo hello | nc -l -p 80"}]}
            """, to: "jobs.json")
        let run = try place.start(rota: "run", "jobs.json")

        let heard = try listening.finish()
        let answers = wait {
            let line = (try? engine.entry()).map { $0 + ["busybox", "nc", "127.0.0.1", "8787"] } ?? []
            return run.isOver || (try? place.start(line).finish())?.output == "hello\n"
        }

        #expect(heard.output == "inside\n", "\(heard.testDescription)")
        #expect(answers)
        #expect(try run.finish().code == 0)
    }
}
