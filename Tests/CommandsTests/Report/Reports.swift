import Model
import Service

@testable import Commands

/// Reports and records made of facts in memory.
enum Reports {
    static func record(_ run: SampleRun, isGoing: Bool = false, output: [Int: String] = [:]) -> RunRecord {
        RunRecord(
            number: 3, isGoing: isGoing, read: { take in run.facts.forEach(take) },
            output: { end, stream in
                stream == .error ? Array((output[end.attempt.number] ?? "").utf8) : []
            })
    }

    static func report(_ run: SampleRun, isGoing: Bool = false, output: [Int: String] = [:]) throws -> RunReport {
        try ReportCommand.report(of: record(run, isGoing: isGoing, output: output))
    }
}
