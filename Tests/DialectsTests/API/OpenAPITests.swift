import Dialects
import Foundation
import Model
import SchemaChecking
import Testing

@Suite("the API is as its description says")
struct OpenAPITests {
    private let document: JSONValue

    init() throws {
        document = try JSONReader.read(Array(OpenAPIDocument.text(version: "0").utf8), document: "openapi.json").root
    }

    private func complaints(about view: some JSONWritable, _ name: String) throws -> [String] {
        var json = JSONText()
        view.write(to: &json)
        let value = try JSONReader.read(json.bytes, document: name).root
        let reference = ##"{"$ref": "#/components/schemas/\##(name)"}"##
        let schema = try JSONReader.read(Array(reference.utf8), document: name).root
        let validator = SchemaValidator(root: document)
        return try validator.complaints(about: value, by: schema) + validator.unnamed(value, by: schema, at: name)
    }

    private func member(_ name: String, of value: JSONValue) -> JSONValue? {
        value.members.first { $0.name == name }?.value
    }

    @Test("every view is what its shape says, and the shape names all that is in it")
    func views() throws {
        #expect(try complaints(about: SampleViews.job, "Job") == [])
        #expect(try complaints(about: SampleViews.task, "Task") == [])
        #expect(try complaints(about: SampleViews.statistics, "Statistics") == [])
        #expect(try complaints(about: SampleViews.explanation, "Explanation") == [])
        #expect(try complaints(about: SampleViews.node, "Node") == [])
        #expect(try complaints(about: SampleViews.event, "Event") == [])
        #expect(try complaints(about: SampleViews.service, "Service") == [])
        #expect(try complaints(about: SampleViews.problem, "Problem") == [])
        #expect(
            try complaints(about: StatisticsView(isGoing: false, lastFactAt: SampleViews.at(0)), "Statistics") == [])
    }

    @Test("requests and their answers are what their shapes say")
    func requests() throws {
        let settings = try JobSettings(words: ["priority=5", "time=2h", "cores=1-8"])
        let taken = SubmitAnswer.TakenJob(number: 1, name: "a", tasks: 3)

        #expect(try complaints(about: settings, "Settings") == [])
        #expect(try complaints(about: TaskSelection([.job("a")], state: .failed, tag: "x"), "Selection") == [])
        #expect(try complaints(about: TaskSelection([.last]), "Selection") == [])
        #expect(try complaints(about: SubmitAnswer(jobs: [taken], notices: ["b"]), "Submitted") == [])
        #expect(try complaints(about: ChangeAnswer(names: ["a"], tasks: 3), "Changed") == [])
        #expect(try complaints(about: WaitAnswer(hasEnded: true, counts: SampleViews.counts), "Waited") == [])
    }

    @Test("a shape refuses what is not of it")
    func wrong() throws {
        #expect(try !complaints(about: SampleViews.job, "Task").isEmpty)
        #expect(try !complaints(about: ChangeAnswer(names: []), "Waited").isEmpty)
    }

    @Test("every operation has a name of its own, and every shape it names is there")
    func operations() throws {
        let names = APIOperations.all.map(\.name)
        let schemas =
            member("components", of: document).flatMap { member("schemas", of: $0) }?.members.map(\.name) ?? []
        let text = OpenAPIDocument.text(version: "0")
        let named = text.matches(of: /#\/components\/schemas\/(\w+)/).map { String($0.1) }

        #expect(Set(names).count == names.count)
        #expect(Set(named).subtracting(schemas) == [])
    }

    @Test("docs/openapi.json is the description; ROTA_RECORD=1 writes it anew, and fails that time")
    func file() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let place = root.appending(path: "docs/openapi.json")
        if ProcessInfo.processInfo.environment["ROTA_RECORD"] != nil {
            try OpenAPIDocument.text(version: "1").write(to: place, atomically: true, encoding: .utf8)
            Issue.record("docs/openapi.json was written; look at it and commit it.")
            return
        }

        #expect(try String(contentsOf: place, encoding: .utf8) == OpenAPIDocument.text(version: "1"))
    }
}
