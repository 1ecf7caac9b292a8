internal import Model

/// How tasks ended of which nothing else stays, until it is written: in few ranges.
struct SettledTasks {
    private struct Key: Hashable {
        var job: Int
        var state: TaskState
    }

    private var iterations: [Key: [Int]] = [:]

    mutating func add(_ task: TaskIdentifier, as state: TaskState) {
        iterations[Key(job: task.job.number, state: state), default: []].append(task.iteration)
    }

    /// All of them as facts, in an order that is always the same; they are forgotten with that.
    mutating func takeFacts() -> [Fact] {
        guard !iterations.isEmpty else { return [] }
        defer { iterations = [:] }
        var facts: [Fact] = []
        let sorted = iterations.sorted { ($0.key.job, $0.key.state.rawValue) < ($1.key.job, $1.key.state.rawValue) }
        for (key, numbers) in sorted {
            var range: Range<Int>?
            for number in numbers.sorted() {
                if let open = range, open.upperBound == number {
                    range = open.lowerBound..<number + 1
                } else {
                    if let range { facts.append(Self.fact(key, range)) }
                    range = number..<number + 1
                }
            }
            if let range { facts.append(Self.fact(key, range)) }
        }
        return facts
    }

    private static func fact(_ key: Key, _ range: Range<Int>) -> Fact {
        .tasksSettled(TaskRange(job: JobIdentifier(key.job), iterations: range), as: key.state)
    }
}
