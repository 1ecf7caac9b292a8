package import Model

/// One line of a `jobs.report`, as the report tools look at it.
package struct QCGReportedTask: Sendable, Hashable {
    package var name: String
    package var state: QCGState
    /// Local times as the report has them, taken for universal ones: only differences and their own text matter.
    package var history: [QCGJobAnswer.Step]
    package var nodes: [QCGAllocation.Node]
    package var workingDirectory: String?
    package var time: Duration?
    package var exitCode: String?
    package var processIdentifier: String?
    package var processName: String?
    package var messages: String
    /// When the program itself started and ended; the history's times, unless a wrapper measured them.
    package var span: Span?

    package struct Span: Sendable, Hashable {
        package var start: Instant
        package var end: Instant

        package init(start: Instant, end: Instant) {
            self.start = start
            self.end = end
        }

        package var length: Duration { end - start }
    }

    package func entry(_ state: QCGState) -> Instant? { history.first { $0.state == state }?.at }

    /// From the word that it executes to the word that it ended, as the service saw them.
    package var seen: Span? {
        guard let start = entry(.executing), let end = history.last(where: { $0.state.isFinal })?.at, start <= end
        else {
            return nil
        }
        return Span(start: start, end: end)
    }

    /// Whether it ran on cores: a job with iterations did not, nor did one that was never started.
    package var hasRun: Bool { span != nil && nodes.contains { !$0.cores.isEmpty } }

    /// `n1` and `0`
    package func uses(node: String, core: Int?) -> Bool {
        nodes.contains { $0.name == node && (core == nil || $0.cores.contains { $0 == core }) }
    }
}
