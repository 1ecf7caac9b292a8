import Model

/// `--gpus 1 --either cores=16,time=4h`: one thing or another.
extension CommandLineJob {
    /// As a job file's `either` names them.
    private static let names = [
        "cores", "preferredCores", "nodes", "memory", "gpus", "time", "expect", "resources.NAME",
    ]
    private static let resourcePrefix = "resources."

    /// What would do instead of the cores, GPUs and named amounts of `request`; whatever else one does not say is as in
    /// that.
    func alternative(_ text: String, to request: Request) throws(ReadingProblem) -> Request {
        guard !isMalleable else {
            throw ReadingProblem("does not go with --malleable", "Leave one of both out.")
        }
        var other = Request.oneCore
        other.memory = request.memory
        other.memoryLimit = request.memoryLimit
        other.wallTime = request.wallTime
        other.expectedTime = request.expectedTime
        var said: Set<String> = []
        var preferred: String?
        for field in text.split(separator: ",", omittingEmptySubsequences: false) {
            guard let mark = field.firstIndex(of: "=") else {
                throw ReadingProblem(
                    "is \"\(Abridged.text(text))\"; names with amounts are needed", "Write it like cores=16,time=4h.")
            }
            let (name, value) = (String(field[..<mark]), String(field[field.index(after: mark)...]))
            guard said.insert(name).inserted else {
                throw ReadingProblem("says \(Abridged.text(name)) twice", "Say it once.")
            }
            if name == "preferredCores" { preferred = value } else { try set(name, to: value, in: &other) }
        }
        if let preferred { other.preferredCores = try CoreCounts.readPreferred(preferred, of: other.cores) }
        other.named.sort { $0.name < $1.name }
        return other
    }

    private func set(_ name: String, to value: String, in request: inout Request) throws(ReadingProblem) {
        switch name {
        case "cores": request.cores = try CoreCounts.readRange(value)
        case "nodes": request.nodes = try WholeRanges.read(value, in: 1...1_000_000)
        case "memory":
            let range = try MemoryAmounts.readRange(value)
            request.memory = range.lowerBound
            request.memoryLimit = range.upperBound
        case "gpus": request.gpus = try Amounts.read(value)
        case "time": request.wallTime = try Durations.readPositive(value)
        case "expect": request.expectedTime = try Durations.readPositive(value)
        default:
            guard name.hasPrefix(Self.resourcePrefix) else {
                let near = NearestName.nearest(to: name, among: Self.names).map { "Did you mean \($0)?" }
                throw ReadingProblem(
                    "names \"\(Abridged.text(name))\", which is not known",
                    near ?? "Known are \(Self.names.joined(separator: ", ")).")
            }
            request.named.append(try Amounts.readNamed("\(name.dropFirst(Self.resourcePrefix.count))=\(value)"))
        }
    }
}
