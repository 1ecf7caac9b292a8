import Model
import Testing

@testable import Commands
@testable import Service

@Suite struct HTMLReportTests {
    @Test("the page closes what it opens and refers to nothing outside of itself")
    func wellFormed() throws {
        let page = HTMLReport(try Reports.report(.pipeline())).render()
        let reader = MarkupReader(page)

        #expect(reader.problems == [])
        #expect(reader.references == [])
        #expect(reader.elements["script"] == nil)
        #expect(!page.replacing("http://www.w3.org/2000/svg", with: "").contains("http"))
        #expect(page.hasPrefix("<!DOCTYPE html>\n<html lang=\"en\">"))
    }

    @Test("every attempt has a bar with its name, its end and its times")
    func bars() throws {
        let page = HTMLReport(try Reports.report(.pipeline())).render()

        #expect(page.contains("<title>mesh:7: exit code 3\n"))
        #expect(page.contains("<title>merge: succeeded\n"))
        #expect(page.contains("cores 0–7</title>"))
    }

    @Test("names and error output can't become markup")
    func escaping() throws {
        var run = SampleRun(cores: 1, arguments: ["run", "<b>&\"'"])
        run.submit("</title><script>alert(1)</script>")
        run.run(0, width: 1, milliseconds: 5000, failing: { _ in .exited(code: 1) })
        run.close()

        let page = HTMLReport(
            try Reports.report(run, output: [0: "</pre><script>alert(2)</script>\u{1}\u{1b}[31m"])
        ).render()

        #expect(!page.contains("<script"))
        #expect(page.contains("&lt;script&gt;alert(2)&lt;/script&gt;"))
        #expect(page.utf8.allSatisfy { $0 >= 0x20 || $0 == 0x0A })
        #expect(MarkupReader(page).problems == [])
    }

    @Test("more attempts than a picture can hold become shares of time slices, and the page stays small")
    func crowds() throws {
        let report = try Reports.report(.crowd(2500, cores: 8, nodes: 16))
        let page = HTMLReport(report).render()

        guard case .slices(let slices) = report.timeline.content else {
            Issue.record("6,250 attempts are drawn one by one")
            return
        }
        #expect(slices.lines.count <= 96)
        #expect(page.utf8.count < 1_500_000)
        #expect(MarkupReader(page).problems == [])
        #expect(page.contains("attempt failed here") || page.contains("attempts failed here"))
    }

    @Test("the slices hold exactly the core time that the attempts held")
    func slicesAddUp() throws {
        let report = try Reports.report(.crowd(2000, cores: 4, nodes: 2))
        guard case .slices(let slices) = report.timeline.content else {
            Issue.record("5,000 attempts are drawn one by one")
            return
        }

        var thousandths = 0
        for line in slices.lines.indices {
            for column in 0..<slices.columns {
                let shares = (0...report.timeline.otherShade).map {
                    slices.share(line: line, column: column, shade: $0)
                }
                #expect(shares.reduce(0, +) <= 1000)
                thousandths += shares.reduce(0, +) * slices.lines[line].rows.count
            }
        }

        let held = slices.slice.nanoseconds * Int64(thousandths) / 1000
        let difference = abs(held - report.summary.held.nanoseconds)
        // Each cell is rounded down to a thousandth.
        #expect(difference <= slices.slice.nanoseconds * Int64(slices.columns * report.timeline.rows.count * 3) / 1000)
    }

    @Test("an empty run, and one whose jobs never started, have a page, too")
    func emptyRuns() throws {
        var run = SampleRun(cores: 2)
        let empty = HTMLReport(try Reports.report(run)).render()
        run.submit("mesh", 0..<3)
        let waiting = HTMLReport(try Reports.report(run)).render()

        #expect(MarkupReader(empty).problems == [])
        #expect(MarkupReader(waiting).problems == [])
        #expect(waiting.contains("unfinished"))
    }

    @Test("the picture stands alone, with its colours, its legend and its words for those who can't see it")
    func picture() throws {
        let report = try Reports.report(.pipeline())
        let picture = TimelineDrawing(report.timeline, report.history, isStandalone: true).render()

        #expect(MarkupReader(picture).problems == [])
        #expect(picture.hasPrefix("<svg xmlns=\"http://www.w3.org/2000/svg\""))
        #expect(picture.contains("prefers-color-scheme:dark"))
        #expect(picture.contains("<desc id=\"timeline-text\">8 cores over"))
    }

    /// An attempt that begins on two cores, has one from second 10 on, stands still from 20 to 30, and ends at 40.
    private func changing(_ times: Int = 1, isOver: Bool = true) -> SampleRun {
        var run = SampleRun(cores: 2)
        run.submit("train", 0..<times)
        func place(_ cores: Range<Int>) -> Placement {
            let shares = cores.map { Placement.CoreShare(position: $0) }
            return Placement(parts: [Placement.Part(node: NodeIdentifier(0), cores: shares)])
        }
        for time in 0..<times {
            let attempt = AttemptIdentifier(time)
            func at(_ second: Int) -> Instant { SampleRun.at(Int64(time * 40 + second) * 1000) }
            let tasks = [TaskRange(job: JobIdentifier(0), iterations: time..<time + 1)]
            run.add(
                .attemptsHandedOver(
                    HandOver(firstAttempt: attempt, placement: place(0..<2), after: nil, tasks: tasks, at: at(0))))
            run.add(.attemptStarted(attempt, at: at(0)))
            for (number, cores, isPaused) in [(1, 0..<1, false), (2, 0..<0, true), (3, 0..<1, false)] {
                let change = Adjustment(number: number, placement: place(cores), isPaused: isPaused)
                run.add(.adjustmentDecided(attempt, change, at: at(number * 10 - 1)))
                run.add(.attemptAdjusted(attempt, number: number, at: at(number * 10)))
            }
            guard isOver else { break }
            run.add(
                .attemptEnded(
                    AttemptEnd(attempt: attempt, startedAt: at(0), endedAt: at(40), outcome: .exited(code: 3))))
        }
        return run
    }

    @Test("an attempt that was resized and paused has a bar for each width, and a dashed frame where it stood still")
    func changes() throws {
        let report = try Reports.report(changing())
        let page = HTMLReport(report).render()

        guard case .bars(let bars) = report.timeline.content else {
            Issue.record("one attempt is no crowd")
            return
        }
        let spans = bars.map { [$0.from, $0.to].map { $0.nanoseconds / 1_000_000_000 } }
        #expect(spans == [[0, 10], [10, 20], [20, 30], [30, 40]])
        #expect(bars.map(\.rows) == [0..<2, 0..<1, 0..<1, 0..<1])
        #expect(bars.map(\.isPaused) == [false, false, true, false])
        #expect(bars.map(\.goesOn) == [true, true, true, false])
        #expect(MarkupReader(page).problems == [])
        #expect(page.contains("<title>train:0: paused; in the end exit code 3\n10 s, from 20 s to 30 s\n"))
        #expect(page.ranges(of: "<rect class=\"rest s0\"").count == 1)
        #expect(page.contains("<rect class=\"rest so\""), "the legend does not say what a frame is")
    }

    @Test("what stands still when the record ends has a frame up to there")
    func stillPaused() throws {
        var run = changing(isOver: false)
        run = SampleRun(run, without: { if case .attemptAdjusted(_, 3, _) = $0 { true } else { false } })

        guard case .bars(let bars) = try Reports.report(run, isGoing: true).timeline.content else {
            Issue.record("one attempt is no crowd")
            return
        }
        #expect(bars.map(\.isPaused) == [false, false, true])
        #expect(bars.last?.goesOn == false && bars.last?.outcome == nil)
    }

    @Test("a thousand attempts that changed more often than can be drawn become slices, without the time they stood")
    func manyChanges() throws {
        let report = try Reports.report(changing(RunTimeline.barLimit / 4 + 1))

        guard case .slices(let slices) = report.timeline.content else {
            Issue.record("more bars than a picture can hold")
            return
        }
        #expect(slices.failed.reduce(0, +) == RunTimeline.barLimit / 4 + 1)
        let shares = (0..<slices.columns).flatMap { column in
            slices.lines.indices.map { slices.share(line: $0, column: column, shade: 0) }
        }
        // Of each forty seconds the first core is held for thirty, the second one for ten.
        let mean = shares.reduce(0, +) / shares.count
        #expect((495...500).contains(mean))
    }

    @Test("tasks that share a core lie side by side within its line")
    func sharedCores() {
        func bar(_ number: Int, _ from: Int64, _ to: Int64, _ thousandths: Int64) -> RunTimeline.Bar {
            RunTimeline.Bar(
                task: TaskIdentifier(job: JobIdentifier(0), iteration: number), attempt: AttemptIdentifier(number),
                from: .seconds(from), to: .seconds(to), rows: 0..<1, share: Cores(thousandths: thousandths), shade: 0)
        }
        let offsets = BarOffsets([bar(0, 0, 10, 500), bar(1, 1, 4, 250), bar(2, 2, 8, 250), bar(3, 5, 9, 250)])

        #expect((0...3).map { offsets[$0] } == [0, 500, 750, 500])
    }
}
