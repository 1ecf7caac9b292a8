package import Model

/// What the tools that look at a finished run know of it: its tasks, and when the service was there with how much.
package struct QCGRunAccount: Sendable {
    /// In the order they ended.
    package var tasks: [QCGReportedTask]
    package var service: Service?

    package struct Service: Sendable, Hashable {
        package var span: QCGReportedTask.Span
        package var nodes: Int
        package var cores: Int
        /// Iterations, a job without them being one.
        package var total: Int
        package var failed: Int

        package init(span: QCGReportedTask.Span, nodes: Int, cores: Int, total: Int, failed: Int) {
            self.span = span
            self.nodes = nodes
            self.cores = cores
            self.total = total
            self.failed = failed
        }
    }

    /// - Parameter report: the content of `jobs.report`.
    /// - Parameter finalStatus: of `final_status.json`; without it the tasks themselves say what there was.
    package init(report: [UInt8], finalStatus: [UInt8]?) throws(Refusal) {
        tasks = try QCGReportReader.tasks(report, document: QCGServiceFolder.report)
        service = nil
        if let finalStatus { service = try Service(finalStatus) }
    }

    /// Adds what a wrapper measured, `{"rt": {"mesh:0": {"s": …, "f": …}}}`, which is closer to the programs.
    package mutating func add(measured bytes: [UInt8], document: String) throws(Refusal) {
        let root = try JSONReader.read(bytes, document: document).root
        let places = Dictionary(tasks.enumerated().map { ($1.name, $0) }) { first, _ in first }
        for member in root.field("rt")?.members ?? [] {
            guard let start = member.value.field("s"), let end = member.value.field("f"),
                let place = places[member.name]
            else { continue }
            tasks[place].span = .init(
                start: try QCGReportReader.instant(start), end: try QCGReportReader.instant(end))
        }
    }

    /// Those that ran on cores.
    var run: [QCGReportedTask] { tasks.filter(\.hasRun) }

    /// From the first program's start to the last one's end; nothing when none ran.
    var span: QCGReportedTask.Span? {
        let spans = run.compactMap(\.span)
        guard let start = spans.map(\.start).min(), let end = spans.map(\.end).max() else { return nil }
        return .init(start: start, end: end)
    }

    /// When the service was there, or from the first word of a task to the last.
    var serviceSpan: QCGReportedTask.Span? {
        if let service { return service.span }
        let moments = tasks.flatMap { $0.history.map(\.at) }
        guard let start = moments.min(), let end = moments.max() else { return nil }
        return .init(start: start, end: end)
    }
}

extension QCGRunAccount.Service {
    init(_ finalStatus: [UInt8]) throws(Refusal) {
        let root = try JSONReader.read(finalStatus, document: QCGServiceFolder.finalStatus).root
        guard let system = root.field("System"), let start = system.field("Started"),
            let end = system.field("Generated"), let resources = root.field("Resources")
        else { throw root.refusal("has no \"System\" and \"Resources\"", "Give the final_status.json of a service.") }
        let counts = root.field("IterationStats")
        self.init(
            span: .init(start: try QCGReportReader.instant(start), end: try QCGReportReader.instant(end)),
            nodes: resources.field("TotalNodes")?.whole ?? 0, cores: resources.field("TotalCores")?.whole ?? 0,
            total: counts?.field("TotalIterations")?.whole ?? 0, failed: counts?.field("FailedIterations")?.whole ?? 0)
    }
}
