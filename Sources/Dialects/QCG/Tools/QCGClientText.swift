package import Model

/// What the global queue's three programs print, and what `qcg-client` sends.
package enum QCGClientText {
    package static func listening(at address: String) -> String { "inputqueue listening @ \(address)" }
    package static func joined(_ address: String) -> String { "successfully connected to inputqueue @ \(address)" }
    package static func connecting(to address: String) -> String { "connecting to \(address) ..." }

    /// The request to submit the jobs of a file: one, or a list.
    ///
    /// - Throws: what is no JSON; whether it is a job, the service says.
    package static func submission(_ bytes: [UInt8], document: String) throws(Refusal) -> String {
        let root = try JSONReader.read(bytes, document: document).root
        var json = JSONText(indented: false)
        json.object { json in
            json.member("cmd", "submit_job")
            json.key("jobs")
            json.literal(root.isList ? root.source : "[\(root.source)]")
        }
        return json.text
    }

    package static func status(of names: [String]) -> String {
        var json = JSONText(indented: false)
        json.object { json in
            json.member("cmd", "job_info")
            json.key("jobs")
            json.array { json in
                for name in names { json.value(name) }
            }
        }
        return json.text
    }

    /// The old program's word has one t; its users' scripts know that word.
    package static func submitting(_ request: String) throws(Refusal) -> String {
        "submiting job description: " + PythonText.json(of: try value(request, "request"))
    }

    package static func submitted(_ reply: String) throws(Refusal) -> String {
        "jobs submitted with response: " + PythonText.representation(of: try value(reply, "reply"))
    }

    package static func information(_ reply: String) throws(Refusal) -> String {
        "job info response: " + PythonText.representation(of: try value(reply, "reply"))
    }

    private static func value(_ text: String, _ document: String) throws(Refusal) -> JSONValue {
        try JSONReader.read(Array(text.utf8), document: document).root
    }
}
