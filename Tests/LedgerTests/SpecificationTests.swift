import Model
import Posix
import Testing

@testable import Ledger

@Suite struct SpecificationTests {
    @Test("the example in docs/specs/ledger.md is byte for byte what is written and read")
    func example() throws {
        let folder = try TemporaryFolder()
        let facts: [Fact] = [
            .attemptsHandedOver(
                HandOver(
                    firstAttempt: AttemptIdentifier(300),
                    placement: Placement(parts: [
                        Placement.Part(node: NodeIdentifier(0), cores: [Placement.CoreShare(position: 1)])
                    ]),
                    after: nil, tasks: [TaskRange(job: JobIdentifier(2), iterations: 40..<140)],
                    at: Instant(nanoseconds: 1000))),
            .attemptEnded(
                AttemptEnd(
                    attempt: AttemptIdentifier(300), startedAt: Instant(nanoseconds: 1500),
                    endedAt: Instant(nanoseconds: 301_500), processIdentifier: 4321, outcome: .succeeded,
                    usage: Usage(
                        userMicroseconds: 150, systemMicroseconds: 90, peakMemory: .kibibytes(1500),
                        voluntarySwitches: 1, involuntarySwitches: 0))),
        ]

        let writer = try LedgerWriter(folder: folder.path, token: 0x0123_4567_89AB_CDEF)
        writer.append(facts)
        try writer.commit()

        let written = try FileSystem.content(of: SegmentFiles.path(1, in: folder.path))
        let documented = try Self.documentedBytes()
        #expect(written == documented, "written: \(Self.hexadecimal(written))")
        #expect(try Recording(of: folder.path).facts == facts)
    }

    /// The hexadecimal column of the page's example: what stands before a `|` in its block.
    private static func documentedBytes() throws -> [UInt8] {
        let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        let page = try FileSystem.content(of: "/\(root)/docs/specs/ledger.md")
        var bytes: [UInt8] = []
        for line in String(decoding: page, as: UTF8.self).split(separator: "\n") where line.hasPrefix("    ") {
            guard let column = line.split(separator: "|").first, line.contains("|") else { continue }
            bytes += column.split(separator: " ").compactMap { UInt8($0, radix: 16) }
        }
        return bytes
    }

    private static func hexadecimal(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: " ")
    }
}
