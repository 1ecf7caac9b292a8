package import Model

/// One job as `squeue` prints it in the format below.
package struct SlurmRow: Sendable, Hashable {
    package var job: String
    package var state: String
    /// None where Slurm knows none. A job without a limit may have one too: a year after its start.
    package var end: Instant?
    package var hasLimit: Bool

    static let format = "%A|%T|%e|%l"

    package init?(line: Substring) {
        let fields = line.split(separator: "|", omittingEmptySubsequences: false).map { field in
            String(field.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
        }
        guard fields.count == 4, !fields[0].isEmpty, !fields[1].isEmpty else { return nil }
        job = fields[0]
        state = fields[1]
        hasLimit = fields[3] != "UNLIMITED"
        // 1 << 33: seconds whose nanoseconds can be counted.
        end = Int64(fields[2]).flatMap {
            (1..<1 << 33).contains($0) ? Instant(nanoseconds: $0 * 1_000_000_000) : nil
        }
    }

    package static func find(_ job: String, in output: String) -> SlurmRow? {
        output.split(whereSeparator: \.isNewline).lazy.compactMap(SlurmRow.init).first { $0.job == job }
    }

    /// Whether the nodes the job had are no longer its own.
    ///
    /// A job that was put back into the queue counts as over: what it may be given later is another allocation. One
    /// that is `COMPLETING` does not: a process of it may still be ending.
    package var isOver: Bool {
        let present: Set = [
            "RUNNING", "COMPLETING", "CONFIGURING", "SUSPENDED", "STOPPED", "SIGNALING", "RESIZING", "STAGE_OUT",
        ]
        return !present.contains(state)
    }
}
