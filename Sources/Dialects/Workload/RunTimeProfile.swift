package import Model

/// How long kinds of work run at each width that was measured, as a file says it.
///
/// - Shape: `{"dense": [{"cores": 1, "seconds": 12.5}, {"cores": 2, "seconds": 10.8}]}`.
package struct RunTimeProfile: Sendable, Hashable {
    /// The file's name, for refusals.
    package let name: String
    private let times: [String: RunTimesByWidth]

    /// 1 MiB: some ten thousand kinds.
    package static let sizeLimit = 1 << 20

    /// - Parameter name: of the file, for refusals.
    package static func read(_ bytes: [UInt8], name: String) throws(Refusal) -> RunTimeProfile {
        guard bytes.count <= sizeLimit else {
            throw .document(
                DocumentProblem(
                    document: name, problem: "has more than \(sizeLimit) bytes, the most of a profile",
                    remedy: "Leave kinds out of it."))
        }
        let root = try JSONReader.read(bytes, document: name).root
        var times: [String: RunTimesByWidth] = [:]
        for member in try root.object() { times[member.name] = try runTimes(member.value) }
        guard !times.isEmpty else {
            throw root.refusal(
                "names no kind of work", "Write one like { \"dense\": [ { \"cores\": 1, \"seconds\": 12.5 } ] }.")
        }
        return RunTimeProfile(name: name, times: times)
    }

    private static func runTimes(_ value: JSONValue) throws(Refusal) -> RunTimesByWidth {
        var measured: [RunTimesByWidth.Measured] = []
        for element in try value.list(nonEmpty: "width") {
            let fields = try Fields(of: element, known: ["cores", "seconds"])
            let cores = try fields.required("cores", "Say on how many cores it was measured.")
            let seconds = try fields.required("seconds", "Say how long it ran on them.")
            let width = try cores.integer(in: 1...MachineGroup.mostCores)
            guard !measured.contains(where: { $0.cores == width }) else {
                throw element.refusal(
                    "is a second time for \(width == 1 ? "1 core" : "\(width) cores")", "Remove one of the two.")
            }
            measured.append(.init(cores: width, time: try time(seconds)))
        }
        return RunTimesByWidth(measured)
    }

    /// A bare number: what has a unit of its own is no number of seconds.
    private static func time(_ value: JSONValue) throws(Refusal) -> Duration {
        guard value.isNumber else {
            throw value.refusal("is \(value.summary); a number of seconds is needed", "Write it like 12.5.")
        }
        return try value.read { text throws(ReadingProblem) in
            guard !text.hasPrefix("-") else {
                throw ReadingProblem("is \(text); nothing runs for less than 0 s", "Raise it.")
            }
            return try Durations.readPositive(text)
        }
    }

    /// None for a kind that it does not know.
    package subscript(kind: String) -> RunTimesByWidth? { times[kind] }

    /// In alphabetical order.
    package var kinds: [String] { times.keys.sorted() }
}
