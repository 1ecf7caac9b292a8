import Dialects
import Model
import SchemaChecking
import Testing
import Web

/// Asks a service, and complains about every answer that is not as the service's own description says.
final class APIClient {
    let client: WebClient
    private let document: JSONValue

    init(_ client: WebClient) throws {
        self.client = client
        let response = try client.request(.get, ["v1", "openapi.json"])
        document = try JSONReader.read(response.body, document: "openapi.json").root
    }

    /// - Parameter path: with slashes; no part of it holds one.
    func ask(
        _ method: WebMethod, _ path: String, _ body: String = "", query: WebQuery = [:], headers: WebFields = [:]
    ) throws -> WebResponse {
        let parts = path.split(separator: "/").map(String.init)
        let response = try client.request(method, parts, query: query, headers: headers, body: Array(body.utf8))
        let complaints = try complaints(
            about: response, to: method, parts, isOfNames: query["fields"] != nil)
        #expect(complaints == [], "\(method.rawValue) \(path): \(response.status) \(response.text)")
        return response
    }

    func fields(_ path: String, _ query: WebQuery = [:]) throws -> AnswerFields {
        try Self.fields(ask(.get, path, query: query))
    }

    static func fields(_ response: WebResponse) throws -> AnswerFields {
        try AnswerFields(JSONReader.read(response.body, document: "answer").root)
    }

    static func problem(_ response: WebResponse) throws -> ProblemView { try ProblemView(fields(response)) }

    func submit(_ document: String, key: String = "", _ query: WebQuery = [:]) throws -> WebResponse {
        try ask(
            .post, "v1/jobs", document, query: query, headers: key.isEmpty ? [:] : ["Idempotency-Key": key])
    }

    func counts(of job: String) throws -> StateCounts { try JobView(fields("v1/jobs/\(job)")).counts }

    private func complaints(
        about response: WebResponse, to method: WebMethod, _ path: [String], isOfNames: Bool
    ) throws -> [String] {
        guard let operation = operation(method, path), let answers = member("responses", of: operation) else {
            return response.status == 404 || response.status == 405 ? [] : ["the description has no such operation"]
        }
        guard let answer = member("\(response.status)", of: answers) ?? member("default", of: answers),
            let content = member("content", of: answer)?.members.first
        else { return ["the description has no such answer"] }
        let type = response.headers["Content-Type"] ?? ""
        guard type.hasPrefix(content.name) else { return ["\(type) instead of \(content.name)"] }
        let names = ##"{"$ref": "#/components/schemas/Names"}"##
        let ofNames = try isOfNames ? JSONReader.read(Array(names.utf8), document: "names").root : nil
        guard let schema = ofNames ?? member("schema", of: content.value) else { return [] }
        let value = try JSONReader.read(response.body, document: "answer").root
        let validator = SchemaValidator(root: document)
        return try validator.complaints(about: value, by: schema)
            + validator.unnamed(value, by: schema, at: "answer")
    }

    private func operation(_ method: WebMethod, _ path: [String]) -> JSONValue? {
        let matching = member("paths", of: document)?.members.first { member in
            let parts = member.name.split(separator: "/").map(String.init)
            guard parts.count == path.count else { return false }
            return zip(parts, path).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
        }
        return matching.flatMap { member(method.rawValue.lowercased(), of: $0.value) }
    }

    private func member(_ name: String, of value: JSONValue) -> JSONValue? {
        value.members.first { $0.name == name }?.value
    }
}
