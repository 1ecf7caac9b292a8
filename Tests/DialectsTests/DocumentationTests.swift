import Dialects
import Foundation
import Model
import SchemaChecking
import Testing

/// The schema, the examples and the guide agree with the reader.
struct DocumentationTests {
    private static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    private static func bytes(_ path: String) throws -> [UInt8] {
        Array(try Data(contentsOf: root.appending(path: path)))
    }

    private static func schema() throws -> SchemaValidator {
        SchemaValidator(root: try JSONReader.read(bytes("docs/rota-job.schema.json"), document: "schema").root)
    }

    /// What the schema says against a text.
    static func complaints(about text: String) throws -> [String] {
        try schema().complaints(about: JSONReader.read(Array(text.utf8), document: "document").root)
    }

    private func complaints(_ bytes: [UInt8]) throws -> [String] {
        try Self.schema().complaints(about: JSONReader.read(bytes, document: "document").root)
    }

    @Test("the examples' profile is read, with a kind for each of them")
    func profile() throws {
        let profile = try RunTimeProfile.read(Self.bytes("examples/tensorflow/profile.json"), name: "profile.json")

        #expect(profile.kinds == ["convolutional", "dense", "recurrent"])
    }

    @Test(
        "every example is read, in the format it shows",
        arguments: [
            ("date-example.json", .qcg, ["date-example"]), ("sweep.qcg.json", .qcg, ["sweep", "collect"]),
            ("pipeline.json", .rota, ["make", "analyse", "spread", "merge"]),
        ] as [(String, JobDocument.Format, [String])])
    func examples(name: String, format: JobDocument.Format, jobs: [String]) throws {
        let bytes = try Self.bytes("examples/\(name)")

        let document = try read(bytes, name: name)

        #expect(document.format == format)
        #expect(document.jobs.map(\.name) == jobs)
        if format == .rota { #expect(try complaints(bytes) == []) }
    }

    @Test("no example is left out above")
    func allExamples() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: Self.root.appending(path: "examples").path)
        #expect(
            names.filter { $0.hasSuffix(".json") }.sorted() == ["date-example.json", "pipeline.json", "sweep.qcg.json"])
    }

    @Test("every block of JSON in the guide is a job file, and Rota's own ones follow the schema")
    func guide() throws {
        let text = String(decoding: try Self.bytes("docs/job-file.md"), as: UTF8.self)
        let blocks = text.components(separatedBy: "```").enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
            .filter { $0.hasPrefix("json") }
        #expect(blocks.count >= 3)

        for block in blocks {
            let bytes = Array(block.drop { $0 != "\n" }.utf8)
            let document = try read(bytes, name: "job-file.md")
            if document.format == .rota { #expect(try complaints(bytes) == [], "\(block)") }
        }
    }

    @Test("the example that rota new writes follows the schema")
    func example() throws {
        #expect(try complaints(Array(RotaExample.text.utf8)) == [])
    }

    @Test("the schema knows the fields that the reader knows, and no others")
    func fields() throws {
        let job = try #require(
            Self.schema().root.members.first { $0.name == "$defs" }?.value.members.first { $0.name == "job" }?.value)
        let properties = job.members.first { $0.name == "properties" }?.value.members.map(\.name) ?? []
        let remedy = try #require(refused("{\"name\":\"a\",\"quiteAnotherThing\":1}")).remedy

        let known = remedy.dropFirst("Known here: ".count).dropLast().split(separator: ", ").map(String.init)

        #expect(Set(properties) == Set(known))
    }

    @Test(
        "what the reader refuses by its shape, the schema refuses too",
        arguments: [
            "{}", "[]", "{\"jobs\":[]}", "{\"name\":\"a\"}", "{\"name\":\"a b\",\"run\":\"x\"}",
            "{\"name\":\"a\",\"run\":\"x y\"}", "{\"name\":\"a\",\"run\":[]}",
            "{\"name\":\"a\",\"run\":\"x\",\"script\":\"y\"}",
            "{\"name\":\"a\",\"run\":\"x\",\"cors\":1}", "{\"name\":\"a\",\"run\":\"x\",\"cores\":0}",
            "{\"name\":\"a\",\"run\":\"x\",\"cores\":\"-1\"}", "{\"name\":\"a\",\"run\":\"x\",\"each\":[]}",
            "{\"name\":\"a\",\"run\":\"x\",\"each\":{}}", "{\"name\":\"a\",\"run\":\"x\",\"range\":\"0-9/2\"}",
            "{\"name\":\"a\",\"run\":\"x\",\"after\":\"b:c\"}", "{\"name\":\"a\",\"run\":\"x\",\"retries\":-1}",
            "{\"name\":\"a\",\"run\":\"x\",\"retries\":{\"exits\":1}}", "{\"name\":\"a\",\"run\":\"x\",\"env\":[]}",
            "{\"name\":\"a\",\"run\":\"x\",\"share\":{\"parts\":0}}",
            "{\"name\":\"a\",\"run\":\"x\",\"bind\":\"core\"}",
        ])
    func refusals(text: String) throws {
        #expect(refused(text) != nil)
        #expect(try complaints(Array(text.utf8)) != [])
    }
}
