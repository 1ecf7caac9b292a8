import Model

/// The `resources` of a QCG job: `cores/nodes/crs` or `numCores/numNodes/nodeCrs`, and `wt`.
enum QCGResources {
    /// Of cores or nodes: how many, and who deals them out among iterations.
    private struct Size {
        var range: ClosedRange<Int>
        var sharing: Request.Sharing
    }

    private static let globalQueueNames = ["cores", "nodes", "crs"]
    private static let stableNames = ["numCores", "numNodes", "nodeCrs"]

    /// Which of the two a job is written in, by the names it uses; nothing when it uses none.
    static func dialect(of value: JSONValue?) throws(Refusal) -> QCGDialect? {
        guard let value else { return nil }
        let fields = try Fields(of: value, known: globalQueueNames + stableNames + ["wt"])
        let first = fields.present(globalQueueNames)
        let second = fields.present(stableNames)
        guard first.isEmpty || second.isEmpty else {
            throw value.refusal(
                "mixes \"\(first[0])\" and \"\(second[0])\", of two versions of the format",
                "Use \(globalQueueNames.joined(separator: ", ")) or \(stableNames.joined(separator: ", ")).")
        }
        if first.isEmpty { return second.isEmpty ? nil : .stable }
        return .globalQueue
    }

    static func read(_ value: JSONValue) throws(Refusal) -> Request {
        let fields = try Fields(of: value, known: globalQueueNames + stableNames + ["wt"])
        _ = try dialect(of: value)
        var request = Request.oneCore
        if let cores = fields["cores"] ?? fields["numCores"] {
            let size = try readSize(cores, of: "cores", limit: CoreCounts.unbounded.whole)
            request.cores = Cores(size.range.lowerBound)...Cores(size.range.upperBound)
            request.sharing = size.sharing
        } else if fields["nodes"] ?? fields["numNodes"] != nil {
            request.takesWholeNode = true
        }
        if let nodes = fields["nodes"] ?? fields["numNodes"] {
            let size = try readSize(nodes, of: "nodes", limit: 1_000_000)
            guard size.sharing == .none else {
                throw nodes.refusal(
                    "deals out nodes among iterations; only cores are dealt out", "Move the scheduler to the cores.")
            }
            request.nodes = size.range
        }
        if let amounts = fields["crs"] ?? fields["nodeCrs"] { try readConsumables(amounts, into: &request) }
        if let time = fields["wt"] { request.wallTime = try readWallTime(time) }
        return request
    }

    private static func readSize(
        _ value: JSONValue, of what: String, limit: Int
    ) throws(Refusal) -> Size {
        if value.isNumber {
            let number = try count(value, of: what, limit: limit)
            return Size(range: number...number, sharing: .none)
        }
        guard value.isObject else {
            throw value.refusal(
                "is \(value.summary); a number or an object is needed", "Write 4, or { \"min\": 1, \"max\": 4 }.")
        }
        let fields = try Fields(of: value, known: ["exact", "min", "max", "scheduler"])
        if let exact = fields["exact"] {
            if let other = fields.present(["min", "max", "scheduler"]).first.flatMap({ fields[$0] }) {
                throw other.refusal("stands beside \"exact\", which excludes it", "Keep one of the two.")
            }
            let number = try count(exact, of: what, limit: limit)
            return Size(range: number...number, sharing: .none)
        }
        let least = try fields["min"].map { value throws(Refusal) in try count(value, of: what, limit: limit) }
        let most = try fields["max"].map { value throws(Refusal) in try count(value, of: what, limit: limit) }
        if let scheduler = fields["scheduler"] {
            if let field = fields["max"] {
                throw field.refusal("stands beside \"scheduler\", which decides the width itself", "Remove \"max\".")
            }
            return Size(range: (least ?? 1)...limit, sharing: try readScheduler(scheduler))
        }
        guard let least, let most else {
            let given = fields.present(["min", "max"]).first
            throw value.refusal(
                given.map { "has \"\($0)\" alone" } ?? "says no number of \(what)",
                "Write { \"exact\": 2 }, or both { \"min\": 1, \"max\": 4 }.")
        }
        guard least <= most else {
            throw value.refusal("asks for at most \(most) and at least \(least) \(what)", "Exchange the two.")
        }
        return Size(range: least...most, sharing: .none)
    }

    private static func count(_ value: JSONValue, of what: String, limit: Int) throws(Refusal) -> Int {
        guard let number = Int(value.decoded), value.isNumber, number < 1 else {
            return try value.integer(in: 1...limit)
        }
        throw value.refusal("asks for \(number) \(what); at least 1 is needed", "Raise it.")
    }

    private static func readScheduler(_ value: JSONValue) throws(Refusal) -> Request.Sharing {
        let fields = try Fields(of: value, known: ["name", "params"])
        let name = try fields.required("name", "Name it: \"maximum-iters\" or \"split-into\".")
        // 0 parts: as many as there are iterations, which the job's reader fills in.
        let sharing: Request.Sharing = try name.word(of: [
            ("maximum-iters", .fewestRounds), ("split-into", .equalParts(0)),
        ])
        guard let parameters = fields["params"] else { return sharing }
        guard case .equalParts = sharing else {
            _ = try Fields(of: parameters, known: [])
            return sharing
        }
        guard let parts = try Fields(of: parameters, known: ["parts"])["parts"] else { return sharing }
        return .equalParts(try parts.integer(in: 1...CoreCounts.unbounded.whole))
    }

    /// GPUs by number, memory in MiB: the old program names no unit, and the batch systems below it count MiB.
    private static func readConsumables(_ value: JSONValue, into request: inout Request) throws(Refusal) {
        var seen: Set<String> = []
        for member in try value.object() {
            let name = member.name.uppercased()
            guard seen.insert(name).inserted else {
                throw member.key.refusal("names \(name) again in other letters", "Remove one of the two.")
            }
            switch name {
            case "GPU": request.gpus = Amount(try count(member.value, of: "GPUs", limit: 1_000_000))
            case "MEM":
                request.memory =
                    member.value.isNumber
                    ? Bytes.mebibytes(Int64(try count(member.value, of: "MiB of memory", limit: 1 << 40)))
                    : try member.value.read(MemoryAmounts.read)
                request.memoryLimit = request.memory
            default:
                throw member.key.refusal("is an amount that is not known here", "Known are GPU and MEM.")
            }
        }
    }

    /// `{"minutes": 5}` or `"1h2m3s"`.
    private static func readWallTime(_ value: JSONValue) throws(Refusal) -> Duration {
        guard value.isObject else { return try value.read(Durations.readPositive) }
        let units: [(name: String, nanoseconds: Int64)] = [
            ("weeks", 604_800_000_000_000), ("days", 86_400_000_000_000), ("hours", 3_600_000_000_000),
            ("minutes", 60_000_000_000), ("seconds", 1_000_000_000), ("milliseconds", 1_000_000),
            ("microseconds", 1000),
        ]
        let fields = try Fields(of: value, known: units.map(\.name))
        var sum = Duration.zero
        for unit in units {
            guard let field = fields[unit.name] else { continue }
            sum = try field.read { text throws(ReadingProblem) in
                var scanner = AmountScanner(text)
                guard let number = scanner.number(), scanner.isAtEnd else { throw Durations.unreadable(text) }
                return try Durations.add(number, of: unit.nanoseconds, to: sum, text)
            }
        }
        guard sum > .zero else {
            throw value.refusal("is no time at all; a time above zero is needed", "Raise it, or remove the field.")
        }
        return sum
    }
}
