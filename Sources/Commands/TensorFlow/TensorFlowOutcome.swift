internal import Dialects
internal import Model

/// What one execution came to, for the person who waited.
struct TensorFlowOutcome {
    var policy: String
    var figures: TensorFlowFigures
    var folder: String
    var wasStopped: Bool

    var lines: [String] {
        let all = Wording.count(figures.containers, "container")
        let finished = figures.failed == 0 ? "\(all) finished" : "\(figures.finished) of \(all) finished"
        return [
            "\(finished) in \(figures.totalTime): \(rate) a second under \(policy).",
            "Mean response \(figures.meanResponse), execution \(figures.meanExecution), "
                + "turnaround \(figures.meanTurnaround); \(share) % of the cores were used.",
            "The results are in \(folder).",
        ]
    }

    static func table(_ outcomes: [TensorFlowOutcome]) -> Table {
        var table = Table(columns: [
            .init("policy", minimum: 12), .init("finished", .right), .init("per second", .right),
            .init("response", .right), .init("execution", .right), .init("turnaround", .right),
            .init("cores %", .right), .init("time", .right),
        ])
        for outcome in outcomes {
            let figures = outcome.figures
            let cells = [
                outcome.policy, "\(figures.finished)/\(figures.containers)", outcome.rate, "\(figures.meanResponse)",
                "\(figures.meanExecution)", "\(figures.meanTurnaround)", outcome.share, "\(figures.totalTime)",
            ]
            table.append(cells.map { Table.Cell($0) })
        }
        return table
    }

    private var rate: String { TensorFlowTexts.quotient(figures.productivity, digits: 5) }
    private var share: String { TensorFlowTexts.quotient(figures.coreUse * 100, digits: 1) }
}
