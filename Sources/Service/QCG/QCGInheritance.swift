package import Dialects
internal import Ledger
package import Model
internal import Plan
internal import Posix

/// What a service of the stable family's old program left in its folder: what was asked, and what had ended.
///
/// It is taken over by a record such as a service of this program would have left, which is then gone on with as with
/// any other. So what had ended is known, shown and counted, and is not run again.
package struct QCGInheritance: Sendable {
    package var jobs: [Job]
    package var ends: [(name: QCGTaskName, state: QCGState)]
    /// Where and when tasks ran, as far as the old report tells.
    package var reports: [QCGReportedTask]
    /// Of the report's times, east of Greenwich.
    package var zoneOffsetSeconds: Int

    // 1000: facts in a commit; any number would do.
    private static let batch = 1000

    package init(
        jobs: [Job], ends: [(name: QCGTaskName, state: QCGState)], reports: [QCGReportedTask], zoneOffsetSeconds: Int
    ) {
        self.jobs = jobs
        self.ends = ends
        self.reports = reports
        self.zoneOffsetSeconds = zoneOffsetSeconds
    }

    /// Whether a service has kept its record there.
    package static func isTaken(in state: String) -> Bool { FileSystem.exists(ServiceKeeping.path(in: state)) }

    /// Writes the record from which a service of this order goes on.
    ///
    /// - Throws: a `Refusal` when what is left could never run on the order's nodes; then nothing is written.
    package func leave(for order: ServiceOrder) throws {
        let state = RunFiles(option: order.statePath, directory: order.directory).state
        var random = SystemRandomNumberGenerator()
        var run = Run(
            number: 1, token: random.next(), arguments: order.arguments, directory: order.directory, sources: [],
            host: Machine.hostName(), version: order.version)
        let story = QCGInheritedStory(self, now: RunClock().now)
        // Asked before anything is written, since a refusal leaves everything as it was.
        _ = try story.facts(of: run, for: order.own?.nodes ?? [])
        let folder = try state.makeRun()
        run.number = folder.number
        let lock = try RunLock.take(folder.path)
        let facts = try story.facts(of: run, for: order.own?.nodes ?? [])
        let writer = try LedgerWriter(folder: folder.path, token: run.token)
        for start in stride(from: 0, to: facts.count, by: Self.batch) {
            writer.append(Array(facts[start..<min(start + Self.batch, facts.count)]))
            try writer.commit()
        }
        try lock.release()
        // Last: without it the next try begins anew.
        try ServiceKeeping(run: folder.number).write(in: state.path)
    }
}
