internal import Dialects
internal import Model
internal import Rehearsal

/// Reads what numbers are drawn from: a value alone, or an object with the distribution's name.
struct DistributionReader {
    /// Reads one value, in whichever unit the file has it.
    let unit: (JSONValue) throws(Refusal) -> Double

    private static let names = ["uniform", "normal", "exponential", "logUniform", "choice"]
    private static let example =
        "Write a value, or one of uniform, normal, exponential, logUniform and choice: { \"uniform\": [1, 8] }."

    func read(_ value: JSONValue) throws(Refusal) -> Distribution {
        guard value.isObject else { return .constant(try unit(value)) }
        let fields = try Fields(of: value, known: Self.names + ["weights"])
        let present = fields.present(Self.names)
        guard present.count == 1, let name = present.first, let content = fields[name] else {
            throw value.refusal("names \(present.count) distributions; one is needed", Self.example)
        }
        if let weights = fields["weights"], name != "choice" {
            throw weights.refusal("belongs to a choice", "Remove it.")
        }
        switch name {
        case "uniform":
            let (low, high) = try bounds(content)
            return .uniform(low...high)
        case "logUniform":
            let (low, high) = try bounds(content)
            guard low > 0 else { throw content.refusal("begins at 0, which no doubling leaves", "Raise it.") }
            return .logUniform(low...high)
        case "normal":
            let (mean, deviation) = try pair(content, "Write the mean and the deviation, like [\"5min\", \"1min\"].")
            return .normal(mean: mean, deviation: deviation)
        case "exponential": return .exponential(mean: try unit(content))
        default: return try choice(content, weights: fields["weights"])
        }
    }

    private func bounds(_ value: JSONValue) throws(Refusal) -> (Double, Double) {
        let (low, high) = try pair(value, "Write the least and the most, like [1, 8].")
        guard low <= high else { throw value.refusal("ends below its beginning", "Exchange the two.") }
        return (low, high)
    }

    private func pair(_ value: JSONValue, _ remedy: String) throws(Refusal) -> (Double, Double) {
        let elements = try value.list()
        guard elements.count == 2 else { throw value.refusal("holds \(elements.count) values; two are needed", remedy) }
        return (try unit(elements[0]), try unit(elements[1]))
    }

    private func choice(_ value: JSONValue, weights: JSONValue?) throws(Refusal) -> Distribution {
        let values = try value.list(nonEmpty: "value")
        let weighing = try weights?.list()
        if let weights, let weighing, weighing.count != values.count {
            throw weights.refusal(
                "holds \(weighing.count) weights for \(values.count) values", "Give each value one.")
        }
        var choice: [Distribution.Weighted] = []
        for (position, value) in values.enumerated() {
            var weighted = Distribution.Weighted(try unit(value))
            if let weighing { weighted.weight = try GeneratorFile.number(weighing[position], in: 0.001...1e6) }
            choice.append(weighted)
        }
        return .choice(choice)
    }
}
