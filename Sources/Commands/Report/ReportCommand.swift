import Dialects
import Model
import Posix
import Service

/// `rota report`: a run in numbers and as a picture, to the terminal or into a file.
enum ReportCommand {
    static func run(_ record: RunRecord, _ options: ReportOptions, _ screen: Screen) throws -> Int32 {
        if options.format == .text, options.path == nil {
            TextReport.show(try report(of: record), on: screen)
            return ExitCode.succeeded
        }
        let bytes = try bytes(of: record, options.format, isPicture: options.path?.hasSuffix(".svg") ?? false)
        guard let path = options.path else {
            screen.write(bytes: bytes, to: screen.output)
            return ExitCode.succeeded
        }
        // 0644: a report is made to be shown.
        try FileSystem.replace(path, with: bytes, mode: 0o644)
        screen.tell("Written to \(path), \(Bytes(Int64(bytes.count))).")
        return ExitCode.succeeded
    }

    /// The page with the timeline, as `rota run --report` writes it.
    static func writePage(of record: RunRecord, to path: String) throws {
        try FileSystem.replace(path, with: bytes(of: record, .html, isPicture: path.hasSuffix(".svg")), mode: 0o644)
    }

    private static func bytes(
        of record: RunRecord, _ format: ReportOptions.Format, isPicture: Bool
    ) throws -> [UInt8] {
        switch format {
        case .qcgJSON, .qcgText: return try QCGReportText.bytes(of: record, isJSON: format == .qcgJSON)
        case .html, .json, .text: break
        }
        let report = try report(of: record)
        if isPicture {
            return Array(TimelineDrawing(report.timeline, report.history, isStandalone: true).render().utf8)
        }
        switch format {
        case .html: return Array(HTMLReport(report).render().utf8)
        case .json:
            var json = JSONText()
            JSONReport.write(report, to: &json)
            json.endLine()
            return json.bytes
        default:
            let collected = CollectedText()
            let screen = collected.screen()
            TextReport.show(report, on: screen)
            screen.flush()
            return collected.bytes
        }
    }

    /// Reads the record twice: the timeline needs to know how long the run is.
    static func report(of record: RunRecord) throws -> RunReport {
        let summary = try record.summary()
        var tails: [AttemptIdentifier: [String]] = [:]
        for attempt in summary.failures.examples(ofEach: 3).prefix(20) {
            let lines = ErrorTail.lines(of: attempt, in: record)
            if !lines.isEmpty { tails[attempt.end.attempt] = lines }
        }
        let views = record.views(of: summary, at: summary.history.sessions.last)
        return RunReport(
            summary: summary, statistics: try views.statistics(), jobs: summary.history.jobs.map(views.view),
            timeline: try record.timeline(of: summary), errorTails: tails, isGoing: record.isGoing)
    }
}
