/// Numbers with their names, in the text format that Prometheus reads.
struct MetricsText: Sendable {
    private(set) var text = ""

    /// - Parameter samples: the labels and the number of each.
    mutating func add(
        _ name: String, _ type: String, _ meaning: String, _ samples: [(labels: [String: String], number: String)]
    ) {
        text += "# HELP \(name) \(meaning)\n# TYPE \(name) \(type)\n"
        for sample in samples {
            let labels = sample.labels.sorted { $0.key < $1.key }.map { "\($0.key)=\"\(Self.escaped($0.value))\"" }
            text += labels.isEmpty ? name : "\(name){\(labels.joined(separator: ","))}"
            text += " \(sample.number)\n"
        }
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }
}
