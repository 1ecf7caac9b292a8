package import Model

/// What `qcg-pm status` prints of a service's status: `[Section]`, and below it `key=value` lines.
package enum QCGStatusText {
    /// - Parameter bytes: a reply to `status`, or the content of `final_status.json`.
    /// - Throws: what is no JSON, or JSON of another shape.
    package static func text(of bytes: [UInt8], document: String) throws(Refusal) -> String {
        let root = try JSONReader.read(bytes, document: document).root
        let sections = try (root.field("data") ?? root).object()
        var text = ""
        for section in sections {
            text += "[\(section.name)]\n"
            for member in try section.value.object() {
                text += "\(member.name)=\(PythonText.text(of: member.value))\n"
            }
        }
        return text
    }
}
