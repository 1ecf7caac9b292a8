import Commands
import Dialects
import Model
import Posix
import Testing

@Suite("The figures of real traces") struct TraceFigureTests {
    /// The traces are data of others and no part of the project: `ROTA_TRACES`, or `shared/traces` beside it.
    private static let folder: String? = {
        let project = "/" + #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
        let folder = Environment.value(of: "ROTA_TRACES") ?? "\(project)/../shared/traces"
        return FileSystem.exists(folder) ? folder : nil
    }()

    struct Row: Sendable {
        var trace: String
        var processors: String
        var policy: String
        var slowdown: Double
        var wait: Double
        var longestWait: Double
        var utilisation: Double
    }

    @Test(
        "agree with an independent simulator's to the last digit that it prints, where the traces are at hand",
        .enabled(if: folder != nil, "no ROTA_TRACES, and no shared/traces beside the project"),
        arguments: [
            Row(
                trace: "lublin-256.swf.gz", processors: "256", policy: "fcfs", slowdown: 66502.4755,
                wait: 2_388_443.76, longestWait: 4_759_976, utilisation: 0.6549),
            Row(
                trace: "lublin-256.swf.gz", processors: "256", policy: "fcfs+easy", slowdown: 590.0538,
                wait: 97155.99, longestWait: 1_029_731, utilisation: 0.9363),
            Row(
                trace: "metacentrum-zewura-2013.swf.gz", processors: "1536", policy: "fcfs+easy",
                slowdown: 174.5379, wait: 21725.80, longestWait: 238_985, utilisation: 0.7366),
        ])
    func figures(row: Row) throws {
        let folder = try #require(Self.folder)

        let answer = EnteredCommand([
            "rehearse", "\(folder)/\(row.trace)", "--procs", row.processors, "--policy", row.policy, "--csv",
        ])

        let lines = answer.output.split(separator: "\n").map { $0.split(separator: ",").map(String.init) }
        try #require(lines.count == 2, "\(answer.messages)")
        func figure(_ name: String) -> Double? {
            lines[0].firstIndex(of: name).flatMap { Double(lines[1][$0]) }
        }
        func agrees(_ name: String, _ value: Double, _ digit: Double) -> Bool {
            figure(name).map { abs($0 - value) <= digit / 2 + 1e-9 } ?? false
        }
        #expect(agrees("meanBoundedSlowdown", row.slowdown, 0.0001), "\(lines)")
        #expect(agrees("meanWaitSeconds", row.wait, 0.01), "\(lines)")
        #expect(agrees("longestWaitSeconds", row.longestWait, 0), "\(lines)")
        #expect(agrees("utilisation", row.utilisation, 0.0001), "\(lines)")
    }
}
