package import Dialects
internal import Model
package import Web

/// A service's answers, understood.
package final class ServiceClient {
    package let link: any ServiceLink

    package init(_ link: any ServiceLink) { self.link = link }

    package func get(_ path: [String], _ query: WebQuery = [:]) throws -> AnswerFields {
        try fields(of: link.ask(.get, ["v1"] + path, query: query, headers: [:], body: []))
    }

    package func send(
        _ method: WebMethod, _ path: [String], _ body: some JSONWritable, headers: WebFields = [:]
    ) throws -> AnswerFields {
        var json = JSONText(indented: false)
        body.write(to: &json)
        return try send(method, path, json.bytes, headers: headers)
    }

    package func send(
        _ method: WebMethod, _ path: [String], _ body: [UInt8], query: WebQuery = [:], headers: WebFields = [:]
    ) throws -> AnswerFields {
        var headers = headers
        headers.append("Content-Type", "application/json")
        return try fields(of: link.ask(method, ["v1"] + path, query: query, headers: headers, body: body))
    }

    /// The bytes of an answer that is no JSON.
    package func bytes(_ path: [String], _ query: WebQuery) throws -> WebResponse {
        let response = try link.ask(.get, ["v1"] + path, query: query, headers: [:], body: [])
        guard response.isSuccess else { throw problem(of: response) }
        return response
    }

    package func service() throws -> ServiceView { try ServiceView(get(["service"])) }

    private func fields(of response: WebResponse) throws -> AnswerFields {
        guard response.isSuccess else { throw problem(of: response) }
        return try AnswerFields(JSONReader.read(response.body, document: "answer of \(name)").root)
    }

    /// With both versions where they differ: what can't be understood is then most likely for that.
    private var name: String {
        guard !link.version.isEmpty, link.version != Version.text else { return link.name }
        return "\(link.name), of version \(link.version) where this is \(Version.text),"
    }

    /// - Returns: what the service says, or what its status says when it says nothing that can be understood.
    package func problem(of response: WebResponse) -> ServiceProblem {
        if let root = try? JSONReader.read(response.body, document: "answer").root,
            let problem = try? ProblemView(AnswerFields(root))
        {
            return ServiceProblem(status: response.status, problem: problem)
        }
        let sentence =
            switch response.status {
            case 401: "\(link.name) does not know this token. Take its access file as it is now."
            case 404: "\(name) has no such thing. Compare the versions of client and service."
            case 413: "this is more than \(link.name) takes at once. Send less, or an iteration instead of single jobs."
            case 429: "\(link.name) was asked too often. Try again in a while."
            case 503: "\(link.name) can't take this now. Try again in a while."
            default: "\(link.name) answered with status \(response.status)."
            }
        return ServiceProblem(status: response.status, problem: ProblemView(message: sentence))
    }
}
