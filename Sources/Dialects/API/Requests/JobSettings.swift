package import Model

/// New values for what a job asks, as people write them: `priority=5 time=2h cores=1-8`.
package struct JobSettings: Sendable, Hashable {
    package var priority: Int?
    package var time: String?
    package var expect: String?
    package var cores: String?
    package var preferredCores: String?

    package static let names = ["priority", "time", "expect", "cores", "preferredCores"]

    package init() {}

    /// - Parameter words: each a name, an equals sign and a value.
    package init(words: [String]) throws(Refusal) {
        for word in words {
            guard let equals = word.firstIndex(of: "=") else { throw Self.refusal(word, Self.form, Self.remedy) }
            let (name, value) = (String(word[..<equals]), String(word[word.index(after: equals)...]))
            switch name {
            case "priority":
                guard let number = Int(value) else {
                    throw Self.refusal(name, "is \"\(value)\", which is no whole number", "Write `priority=5`.")
                }
                priority = number
            case "time": time = value
            case "expect": expect = value
            case "cores": cores = value
            case "preferredCores": preferredCores = value
            default:
                let near = NearestName.nearest(to: name, among: Self.names)
                throw Self.refusal(
                    name, "can't be set",
                    near.map { "Did you mean \"\($0)\"?" } ?? "Known: \(Self.names.joined(separator: ", ")).")
            }
        }
        _ = try change()
    }

    private static let form = "is no setting: a name, an equals sign and a value are needed"
    private static let remedy = "Write it like `priority=5`, `time=2h` or `cores=1-8`."

    private static func refusal(_ place: String, _ problem: String, _ remedy: String) -> Refusal {
        .document(DocumentProblem(document: "command line", path: place, problem: problem, remedy: remedy))
    }

    /// What they mean.
    package func change() throws(Refusal) -> JobChange {
        var change = JobChange(priority: priority)
        change.cores = try read("cores", cores) { text throws(ReadingProblem) in try CoreCounts.readRange(text) }
        change.preferredCores = try read("preferredCores", preferredCores) { text throws(ReadingProblem) in
            try CoreCounts.read(text)
        }
        change.wallTime = try read("time", time) { text throws(ReadingProblem) in try Durations.readPositive(text) }
        change.expectedTime = try read("expect", expect) { text throws(ReadingProblem) in
            try Durations.readPositive(text)
        }
        guard change != JobChange() else {
            throw Self.refusal("settings", "are missing", "Give at least one of \(Self.names.joined(separator: ", ")).")
        }
        return change
    }

    private func read<Value>(
        _ name: String, _ text: String?, _ reading: (String) throws(ReadingProblem) -> Value
    ) throws(Refusal) -> Value? {
        guard let text else { return nil }
        do throws(ReadingProblem) { return try reading(text) } catch {
            throw error.refusal(document: "command line", path: name)
        }
    }
}

extension JobSettings: JSONWritable {
    package func write(to json: inout JSONText) {
        json.object { json in
            json.member("priority", optional: priority)
            json.member("time", optional: time)
            json.member("expect", optional: expect)
            json.member("cores", optional: cores)
            json.member("preferredCores", optional: preferredCores)
        }
    }

    /// Amounts may be bare numbers, too.
    package init(reading value: JSONValue) throws(Refusal) {
        let fields = try Fields(of: value, known: Self.names)
        func text(_ name: String) throws(Refusal) -> String? {
            try fields[name]?.read { text throws(ReadingProblem) in text }
        }
        priority = try fields["priority"]?.integer(in: Int.min...Int.max)
        time = try text("time")
        expect = try text("expect")
        cores = try text("cores")
        preferredCores = try text("preferredCores")
        _ = try change()
    }
}
