import Commands
import Dialects
import Model
import Plan
import Posix
import Rehearsal
import Testing

@Suite("Scenarios") struct ScenarioTests {
    @Test("the scenarios are found where they belong")
    func found() { #expect(Scenario.names.contains("overtaking")) }

    @Test("each scenario comes out as it is drawn, under every policy that it names", arguments: Scenario.names)
    func plans(name: String) throws {
        let scenario = try Scenario.read(name)
        #expect(!scenario.cells.isEmpty && !scenario.nodes.isEmpty)

        for cell in scenario.cells {
            let place = "\(name).scenario:\(cell.line), \(cell.policy)"
            switch cell.expected {
            case .refusal(let sentence):
                let refusal = #expect(throws: (any Error).self, "\(place)") { try scenario.policy(of: cell) }
                let text = refusal.map { "\($0)" } ?? ""
                #expect(text.contains(sentence), "\(place): \(text)")
            case .plan(let lines):
                let course = try play(scenario, cell)
                let plan = try #require(PlanGrid(course, tick: scenario.tick), "\(place): between two moments")
                #expect(plan == PlanGrid(lines, on: scenario.nodes), "\(place)")
            }
        }
    }

    @Test("the pictures of the pages are what the scenarios come to", arguments: Scenario.names)
    func pictures(name: String) throws {
        let scenario = try Scenario.read(name)
        for cell in scenario.cells {
            guard let picture = cell.picture else { continue }
            let drawn = CourseDrawing(try play(scenario, cell), title: cell.policy).render()
            let path = "\(Scenario.folder)/../docs/pictures/\(picture).svg"
            let isTrue = try FileSystem.exists(path) && FileSystem.content(of: path) == Array(drawn.utf8)
            if !isTrue, Environment.value(of: "ROTA_RECORD") == "1" {
                try FileSystem.replace(path, with: Array(drawn.utf8), mode: 0o644)
            }
            #expect(isTrue, "docs/pictures/\(picture).svg; ROTA_RECORD=1 writes it anew")
        }
    }

    private func play(_ scenario: Scenario, _ cell: Scenario.Cell) throws -> Course {
        var configuration = Planner.Configuration()
        configuration.policy = try scenario.policy(of: cell)
        let behaviours = scenario.arrivals.map(\.behaviour)
        var rehearsal = try Rehearsal(nodes: scenario.nodes, configuration: configuration) { task, _ in
            behaviours[task.job.number]
        }
        rehearsal.expect(WorkloadRehearsal.batches(scenario.arrivals))

        let findings = rehearsal.run(atMost: 10_000)

        #expect(findings == [], "\(scenario.name).scenario:\(cell.line), \(cell.policy)")
        #expect(rehearsal.isOver, "\(scenario.name).scenario:\(cell.line), \(cell.policy)")
        return rehearsal.course
    }
}
