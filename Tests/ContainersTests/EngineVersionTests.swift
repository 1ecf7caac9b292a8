import EngineDaemon
import Model
import Testing

@testable import Containers

@Suite(.enabled(if: EngineDaemon.canRun, "an engine needs root"))
struct EngineVersionTests {
    @Test("an engine for which a version of the API is too old is asked in the earliest that it speaks")
    func adopted() throws {
        let daemon = try EngineDaemon()
        let engine = try Engine(socket: daemon.socket, silence: .seconds(60), speaking: .init(major: 1, minor: 1))
        let earliest = try engine.description().earliest
        #expect(earliest > .init(major: 1, minor: 1))

        let found = try engine.list(label: "rota.keeper")

        #expect(found.isEmpty)
        #expect(engine.path(["info"]) == ["v\(earliest)", "info"])
    }
}
