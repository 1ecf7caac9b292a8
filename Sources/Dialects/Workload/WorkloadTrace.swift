internal import Model

/// The jobs of a workload trace in the Standard Workload Format.
///
/// - Source: "The Standard Workload Format", Parallel Workloads Archive (Feitelson): 18 numbers a line, `;` before
///   comments, -1 for what is not known.
package struct WorkloadTrace: Sendable {
    /// In the order they arrive; those of one instant by their number.
    package private(set) var jobs: [TracedJob] = []
    /// Jobs without processors, or with a negative run time.
    package private(set) var skipped = 0
    /// Lines that are no jobs; the first few of them.
    package private(set) var broken: [BrokenLine] = []
    package private(set) var brokenCount = 0
    /// `MaxProcs` of its header, else `MaxNodes`.
    package private(set) var processors: Int?
    private var lineNumber = 0

    /// One line that can't be read.
    package struct BrokenLine: Sendable, Hashable {
        /// From 1.
        package var line: Int
        package var problem: String

        package init(line: Int, problem: String) {
            self.line = line
            self.problem = problem
        }
    }

    package init() {}

    // 10: more tell nothing new.
    private static let mostTold = 10
    // 10^9 s are 31 years, 5 × 10^9 s are 158: what is longer or later is no second any more, and in 64 bits of
    // nanoseconds, which hold 292 years, nothing overflows.
    private static let longest = 1_000_000_000.0
    private static let latest = 5_000_000_000.0

    /// Takes the next line, without its end.
    package mutating func take(_ line: some StringProtocol) {
        lineNumber += 1
        let text = line.drop { $0 == " " || $0 == "\t" }
        guard let first = text.first else { return }
        guard first != ";" else { return takeComment(text.dropFirst()) }
        let fields = text.split { $0 == " " || $0 == "\t" || $0 == "\r" }
        guard fields.count >= 5 else { return report("has \(fields.count) fields; 18 make a job") }
        var numbers: [Double] = []
        for (position, field) in fields.prefix(18).enumerated() {
            guard let number = Double(field), number.isFinite else {
                return report("field \(position + 1), \(field.prefix(40)), is no number")
            }
            numbers.append(number)
        }
        numbers += Array(repeating: -1, count: 18 - numbers.count)
        take(numbers)
    }

    private mutating func takeComment(_ text: some StringProtocol) {
        let parts = text.split(separator: ":", maxSplits: 1)
        guard parts.count == 2 else { return }
        let name = String(parts[0].filter { $0 != " " })
        let value = parts[1].split(whereSeparator: { $0 == " " || $0 == "\t" || $0 == "\r" }).first.flatMap { Int($0) }
        guard let value, (1...TracedJob.mostProcessors).contains(value) else { return }
        if name == "MaxProcs" || name == "MaxNodes" && processors == nil { processors = value }
    }

    private mutating func take(_ numbers: [Double]) {
        let processors = numbers[7] > 0 ? numbers[7] : numbers[4]
        let runTime = numbers[3]
        guard processors > 0, runTime >= 0 else { return skipped += 1 }
        guard processors <= Double(TracedJob.mostProcessors) else {
            return report("asks for \(processors) processors; \(TracedJob.mostProcessors) are the most")
        }
        guard (0...Self.latest).contains(numbers[1]) else {
            return report("arrives at \(numbers[1]) s; from 0 to \(Int(Self.latest)) s are taken")
        }
        guard runTime <= Self.longest, numbers[8] <= Self.longest else {
            return report("takes longer than \(Int(Self.longest)) s")
        }
        let estimate = numbers[8] > 0 ? numbers[8] : runTime
        let identifier = abs(numbers[0]) < 1e15 ? Int(numbers[0]) : 0
        jobs.append(
            TracedJob(
                number: identifier, arrivesAt: Instant(nanoseconds: Self.nanoseconds(numbers[1])),
                runTime: Duration(nanoseconds: Self.nanoseconds(min(runTime, estimate))),
                estimate: Duration(nanoseconds: Self.nanoseconds(estimate)), processors: Int(processors),
                user: Self.name(numbers[11]), program: Self.name(numbers[13])))
    }

    /// What a number stands for; empty for -1, and for 0, which is nobody's and no program's.
    private static func name(_ number: Double) -> String { number >= 1 && number < 1e15 ? String(Int(number)) : "" }

    private static func nanoseconds(_ seconds: Double) -> Int64 {
        // Whole seconds, as nearly all are, stay exact.
        let whole = seconds.rounded(.down)
        return Int64(whole) * 1_000_000_000 + Int64(((seconds - whole) * 1e9).rounded())
    }

    private mutating func report(_ problem: String) {
        brokenCount += 1
        if broken.count < Self.mostTold { broken.append(BrokenLine(line: lineNumber, problem: problem)) }
    }

    /// When the last line was taken.
    package mutating func finish() {
        jobs.sort { ($0.arrivesAt, $0.number) < ($1.arrivesAt, $1.number) }
    }
}
