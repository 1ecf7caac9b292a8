internal import Dialects
internal import Model
internal import Posix
internal import Service

/// The folder of one execution: what came of it, in the files that the original leaves.
struct TensorFlowResults {
    let path: String
    var outputs: String { "\(path)/Outputs" }

    // 10,000: whoever has so many beside each other should choose another place.
    private static let mostFolders = 10_000

    /// Makes a folder that no earlier execution has: `16Contenedores`, `16Contenedores_2`, …
    ///
    /// - Parameter containers: their names.
    init(below folder: String, containers: [String]) throws {
        let first = "\(folder)/\(containers.count)Contenedores"
        let names = [first] + (2...Self.mostFolders).lazy.map { "\(first)_\($0)" }
        guard let free = names.first(where: { !FileSystem.exists($0) }) else {
            throw ParsedArguments.refusal(
                of: "--results", "has \(Self.mostFolders) folders \(containers.count)Contenedores already",
                "Move them away, or name another folder.")
        }
        for container in containers { try FileSystem.makeDirectories("\(free)/Outputs/\(container)") }
        path = free
    }

    // 16 MiB: a hundred thousand epochs are half of that.
    private static let mostBytes = 16 << 20

    /// What a container told of its epochs; nothing where it told nothing, or what is there is no file of that kind.
    func epochs(of container: String) -> [TensorFlowEpoch] {
        let path = "\(outputs)/\(container)/\(TensorFlowSurroundings.epochs)"
        guard let status = try? FileSystem.status(of: path, followingLinks: false), status.kind == .file,
            status.size <= Self.mostBytes, let bytes = try? FileSystem.content(of: path)
        else { return [] }
        return TensorFlowEpoch.all(in: String(decoding: bytes, as: UTF8.self))
    }

    /// - Parameter machine: its cores.
    func write(
        _ chronicle: TensorFlowChronicle, _ samples: [TensorFlowOccupation], _ facts: TensorFlowEventsText.Facts,
        machine: Int
    ) throws {
        let stories = chronicle.stories
        let figures = TensorFlowFigures(stories, machine: machine)
        let count = stories.count
        let zone = facts.zone
        let texts = [
            "scheduler_events.txt": TensorFlowEventsText(stories, facts).text,
            "gantt_events.txt": TensorFlowTables.gantt(stories, zone: zone),
            "occupation_timeline.csv": TensorFlowTables.occupation(samples, zone: zone),
            "containers_failed.txt": "\(figures.failed)\n",
            "throughput_\(count).txt": TensorFlowTables.throughput(figures),
            "times_containers_\(count).txt": TensorFlowTables.times(stories),
            "client_events_\(count).txt": TensorFlowTables.events(chronicle.events, zone: zone),
            "summary.csv": TensorFlowTables.summary(stories, facts, machine: machine),
        ]
        // 0644: results are made to be shown.
        for (name, text) in texts {
            try FileSystem.replace("\(path)/\(name)", with: Array(text.utf8), mode: 0o644)
        }
    }

    /// What a container printed, as far as it is kept: `log-instance0`.
    func writeLog(of name: String, _ printed: (output: [UInt8], error: [UInt8])) throws(SystemFailure) {
        try FileSystem.replace("\(path)/log-\(name)", with: printed.output + printed.error, mode: 0o644)
    }
}
