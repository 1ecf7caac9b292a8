import Dialects
import Model
import Testing

struct AmountReadingTests {
    static let second: Int64 = 1_000_000_000

    @Test(
        "lengths of time are read in every spelling",
        arguments: [
            ("90", 90 * second), ("90s", 90 * second), ("10min", 600 * second), ("1h30m", 5400 * second),
            ("1:30:00", 5400 * second), ("0:00:01.5", 1_500_000_000), ("PT1H", 3600 * second),
            ("P1DT2H3M4.5S", 93_784_500_000_000), ("P2W", 1_209_600 * second), ("1h2m3s", 3723 * second),
            ("1 h 2 min", 3720 * second), ("250ms", 250_000_000), ("1.5h", 5400 * second), ("0.1s", 100_000_000),
            ("2d", 172_800 * second), ("1w", 604_800 * second), ("5us", 5000), ("5µs", 5000), ("7ns", 7), ("0", 0),
            ("36500d", 36_500 * 86_400 * second), ("10 Minutes", 600 * second),
        ] as [(String, Int64)])
    func durations(text: String, nanoseconds: Int64) throws {
        #expect(try Durations.read(text) == Duration(nanoseconds: nanoseconds))
    }

    @Test(
        "what is no length of time is refused",
        arguments: [
            "", "x", "-1", "1x", "1h30", "30 1h", "1:30", "1:60:00", "1:00:60", "PT", "P", "P1M", "P1Y", "PT1M1H",
            "P1D1H", "36501d", "999999999999999999h", "9999999999999999999999", "1..5", "1e3", "١", "1h-", "PT1HT1M",
        ])
    func noDurations(text: String) {
        #expect(throws: ReadingProblem.self) { try Durations.read(text) }
    }

    @Test("a length of time is written as it is read")
    func durationTexts() throws {
        for nanoseconds in [0, 1, 1000, 1_000_000, 999, 90 * Self.second, 5400 * Self.second, 93_784_500_000_000] {
            let duration = Duration(nanoseconds: nanoseconds)
            #expect(try Durations.read(Durations.text(duration)) == duration)
        }
    }

    @Test(
        "memory is read in every spelling",
        arguments: [
            ("0", 0), ("1000", 1000), ("2G", 2 << 30), ("512M", 512 << 20), ("1GiB", 1 << 30), ("1.5GB", 1_500_000_000),
            ("2 g", 2 << 30), ("1024K", 1 << 20), ("1T", 1 << 40), ("1kB", 1000), ("1024P", 1 << 60),
        ] as [(String, Int64)])
    func memory(text: String, bytes: Int64) throws {
        #expect(try MemoryAmounts.read(text) == Bytes(bytes))
    }

    @Test(
        "what is no memory is refused",
        arguments: ["", "G", "2X", "-1", "1025P", "99999999999999999999", "2G3", "1e9", "2GG"])
    func noMemory(text: String) {
        #expect(throws: ReadingProblem.self) { try MemoryAmounts.read(text) }
    }

    @Test("a range of memory is read with any of its marks", arguments: ["2G…16G", "2G..16G", "2G ... 16G", "2G-16G"])
    func memoryRange(text: String) throws {
        #expect(try MemoryAmounts.readRange(text) == Bytes.gibibytes(2)...Bytes.gibibytes(16))
    }

    @Test(
        "cores are read in every spelling",
        arguments: [
            ("2", 2000, 2000), ("0.5", 500, 500), ("500mcpu", 500, 500), ("250m", 250, 250), ("1-8", 1000, 8000),
            ("0.5..2", 500, 2000), ("1…4", 1000, 4000), ("2 cores", 2000, 2000), ("0.001", 1, 1),
            ("2-", 2000, 1_000_000_000),
        ] as [(String, Int64, Int64)])
    func cores(text: String, least: Int64, most: Int64) throws {
        #expect(try CoreCounts.readRange(text) == Cores(thousandths: least)...Cores(thousandths: most))
    }

    @Test(
        "what is no number of cores is refused",
        arguments: ["", "0", "-1", "0.0001", "8-1", "x", "1-x", "1000001", "99999999999999999999", "0.5mcpu", "1-2-3"])
    func noCores(text: String) {
        #expect(throws: ReadingProblem.self) { try CoreCounts.readRange(text) }
    }

    @Test(
        "dates are read with their zone",
        arguments: [
            ("1970-01-01T00:00:00Z", 0), ("2026-11-21T10:00:00Z", 1_795_255_200),
            ("2026-11-21 11:00+01:00", 1_795_255_200),
            ("2026-11-21t05:30:00-0430", 1_795_255_200), ("2000-02-29T00:00Z", 951_782_400),
            ("2026-11-21T11:00:00 +01", 1_795_255_200), ("2200-12-31T23:59:59Z", 7_289_654_399),
        ] as [(String, Int64)])
    func dates(text: String, seconds: Int64) throws {
        #expect(try Dates.read(text) == Instant(nanoseconds: seconds * Self.second))
    }

    @Test(
        "what is no date, or names no zone, is refused",
        arguments: [
            "", "2026-11-21", "2026-11-21T10:00:00", "2026-13-01T00:00Z", "2026-02-29T00:00Z", "2026-01-01T24:00Z",
            "2026-01-01T00:60Z", "2026-01-01T00:00:60Z", "1969-12-31T23:59Z", "2201-01-01T00:00Z", "26-01-01T00:00Z",
            "2026-01-01T00:00Zx", "2026-01-01T00:00+25:00", "1900-02-29T00:00Z",
        ])
    func noDates(text: String) {
        #expect(throws: ReadingProblem.self) { try Dates.read(text) }
    }

    @Test("a date is written as it is read", arguments: [0, 1, 951_782_400_000_000_000, 1_795_255_872_345_678_000])
    func dateTexts(nanoseconds: Int64) throws {
        let instant = Instant(nanoseconds: nanoseconds)
        #expect(try Dates.read(Dates.text(instant)) == instant)
    }

    @Test(
        "ranges of iterations include both ends",
        arguments: [("0-99", 0..<100), ("5", 5..<6), ("-3..3", -3..<4), ("10 - 12", 10..<13), ("-5", -5..<(-4))]
            as [(String, Range<Int>)])
    func ranges(text: String, range: Range<Int>) throws {
        #expect(try WholeRanges.readIterations(text) == range)
    }

    @Test(
        "what is no range is refused",
        arguments: ["", "9-0", "0-99/5", "a-b", "0-", "-", "0.5-2", "0-9999999999", "99999999999999999999-1", "+1-2"])
    func noRanges(text: String) {
        #expect(throws: ReadingProblem.self) { try WholeRanges.readIterations(text) }
    }
}
