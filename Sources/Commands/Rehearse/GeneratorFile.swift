internal import Dialects
internal import Model
internal import Rehearsal

/// The description of a workload that is to be generated.
///
/// - Shape: `{"arrivals": {"poisson": "30s"}, "kinds": [{"name": "mesh", "cores": {"choice": [1, 2, 4]}, "time":
///   {"logUniform": ["1min", "2h"]}}]}`, and beside them a machine.
enum GeneratorFile {
    struct Content {
        var description: WorkloadDescription
        /// None: it does not say.
        var nodes: [Node]?
    }

    static func read(_ bytes: [UInt8], name: String) throws(Refusal) -> Content {
        let root = try JSONReader.read(bytes, document: name).root
        let fields = try Fields(of: root, known: ["machine", "arrivals", "kinds"])
        let arrivals = try fields.required(
            "arrivals", "Say how far apart jobs come: { \"poisson\": \"30s\" }, { \"every\": \"30s\" }.")
        let kinds = try fields.required("kinds", "Describe at least one kind of job.")
        var names: Set<String> = []
        var read: [JobKind] = []
        for value in try kinds.list(nonEmpty: "kind of job") {
            let kind = try self.kind(value)
            guard names.insert(kind.name).inserted else {
                throw value.refusal("is a second kind \"\(kind.name)\"", "Give each a name of its own.")
            }
            read.append(kind)
        }
        return Content(
            description: WorkloadDescription(gaps: try gaps(arrivals), kinds: read),
            nodes: try fields["machine"]?.read(MachineText.read))
    }

    /// `{"every": "30s"}`, `{"poisson": "30s"}`, or any distribution of times.
    private static func gaps(_ value: JSONValue) throws(Refusal) -> Distribution {
        if value.isObject, value.members.count == 1, let member = value.members.first {
            switch member.name {
            case "every": return .constant(try time(member.value))
            case "poisson": return .exponential(mean: try time(member.value))
            default: break
            }
        }
        return try DistributionReader(unit: time).read(value)
    }

    private static func kind(_ value: JSONValue) throws(Refusal) -> JobKind {
        let fields = try Fields(
            of: value,
            known: [
                "name", "weight", "users", "cores", "time", "estimate", "priority", "memory", "range", "malleable",
                "speed",
            ])
        let name = try fields.required("name", "Give each kind a name.").read { text throws(ReadingProblem) in
            try Names.checkJob(text)
            return text
        }
        let cores = try fields.required("cores", "Say how many cores its jobs ask for.")
        let time = try fields.required("time", "Say how long its jobs run.")
        var kind = JobKind(
            name, cores: try DistributionReader(unit: cores(_:)).read(cores),
            runTime: try DistributionReader(unit: self.time).read(time))
        if let weight = fields["weight"] { kind.weight = try number(weight, in: 0.001...1e6) }
        if let users = fields["users"] { kind.users = try users.texts() }
        if let estimate = fields["estimate"] {
            kind.estimate = try DistributionReader(unit: { value throws(Refusal) in try number(value, in: 1...1e6) })
                .read(estimate)
        }
        if let priority = fields["priority"] {
            kind.priority = try DistributionReader(unit: { value throws(Refusal) in try number(value, in: -1e6...1e6) })
                .read(priority)
        }
        if let memory = fields["memory"] {
            kind.memory = try DistributionReader(unit: { value throws(Refusal) in
                Double(try value.read(MemoryAmounts.read).count)
            }).read(memory)
        }
        if let range = fields["range"] { kind.range = try self.range(range) }
        if let malleable = fields["malleable"] { kind.isMalleable = try malleable.flag() }
        if let speed = fields["speed"] { kind.speed = try self.speed(speed) }
        return kind
    }

    private static func cores(_ value: JSONValue) throws(Refusal) -> Double { try number(value, in: 1...1e6) }

    private static func time(_ value: JSONValue) throws(Refusal) -> Double {
        Double(try value.read(Durations.read).nanoseconds) / 1e9
    }

    /// `[0.5, 2]`: from half of what is asked for to twice as many.
    private static func range(_ value: JSONValue) throws(Refusal) -> ClosedRange<Double> {
        let bounds = try value.list()
        guard bounds.count == 2 else {
            throw value.refusal("has \(bounds.count) bounds", "Write the least and the most, like [0.5, 2].")
        }
        return try number(bounds[0], in: 0.001...1)...number(bounds[1], in: 1...1000)
    }

    /// `"fixed"`, `"linear"`, `{"amdahl": 0.05}`
    private static func speed(_ value: JSONValue) throws(Refusal) -> Speed {
        guard value.isObject else { return try value.word(of: [("fixed", .fixed), ("linear", .linear)]) }
        let serial = try Fields(of: value, known: ["amdahl"]).required("amdahl", "Say which part does not gain.")
        return .amdahl(serial: try number(serial, in: 0...1))
    }

    static func number(_ value: JSONValue, in range: ClosedRange<Double>) throws(Refusal) -> Double {
        guard value.isNumber, let number = Double(value.source), range.contains(number) else {
            throw value.refusal(
                "is \(value.source), not a number from \(decimal(range.lowerBound)) to \(decimal(range.upperBound))",
                "Correct it.")
        }
        return number
    }

    private static func decimal(_ number: Double) -> String {
        number == number.rounded() ? "\(Int(number))" : "\(number)"
    }
}
