import Commands
import Dialects
import Model
import Testing

private let state = ProgressState(
    total: 10_000, succeeded: 6198, failed: 2, running: 8, elapsed: .seconds(15), rate: 412_000,
    expectedEnd: .seconds(24))

private func terminal(_ width: Int, colours: Bool = false, unicode: Bool = true) -> TerminalTraits {
    TerminalTraits(isTerminal: true, width: width, hasColours: colours, isUnicode: unicode)
}

private let file = TerminalTraits.pipe

@Test("a broad terminal shows the bar and every number")
func broadBar() {
    let bar = String(repeating: "█", count: 24) + "▒" + String(repeating: "·", count: 15)

    #expect(
        ProgressLine.bar(state, for: terminal(120))
            == " 62% \(bar) 6,200 of 10,000 · 2 failed · 8 running · 412/s · 9 s left")
}

@Test("a narrow terminal leaves out what matters least")
func narrowBar() {
    let rest = " 6,200 of 10,000"

    #expect(
        ProgressLine.bar(state, for: terminal(80))
            == " 62% █████████▒······\(rest) · 2 failed · 8 running · 412/s · 9 s left")
    #expect(
        ProgressLine.bar(state, for: terminal(60)) == " 62% █████████▒······\(rest) · 2 failed · 9 s left")
    #expect(ProgressLine.bar(state, for: terminal(40)) == " 62% ███████████▒······\(rest)")
    #expect(ProgressLine.bar(state, for: terminal(20)) == "6,200 of 10,000")
}

@Test("without Unicode the bar is ASCII")
func asciiBar() {
    let bar = ProgressLine.bar(state, for: terminal(80, unicode: false))

    #expect(bar.utf8.allSatisfy { $0 < 0x80 })
    #expect(bar.hasPrefix(" 62% [####"))
}

@Test("no bar reaches the last column, whatever the numbers", arguments: 10...130)
func barFits(width: Int) {
    let large = ProgressState(
        total: 1_000_000, succeeded: 400_000, failed: 100_000, skipped: 99_999, running: 1024,
        elapsed: .seconds(99_999),
        rate: 1, expectedEnd: .seconds(900_000_000))

    for state in [state, large, ProgressState(total: 0), ProgressState(total: 1, running: 1)] {
        #expect(DisplayWidth.of(ProgressLine.bar(state, for: terminal(width))) < width)
        #expect(DisplayWidth.of(ProgressLine.bar(state, for: terminal(width, unicode: false))) < width)
    }
}

@Test("a log gets sentences: after two seconds, every ten, and at each quarter")
func plainLines() {
    var display = ProgressDisplay(traits: file)
    var said: [String] = []

    for second in 0...30 {
        let state = ProgressState(total: 300, succeeded: second * 10, running: 2, elapsed: .seconds(Int64(second)))
        let text = display.update(state)
        if !text.isEmpty { said.append("\(second): \(text)") }
    }

    #expect(
        said == [
            "2: 20 of 300 done (6 %), 2 running\n", "8: 80 of 300 done (26 %), 2 running\n",
            "15: 150 of 300 done (50 %), 2 running\n", "23: 230 of 300 done (76 %), 2 running\n",
        ])
}

@Test("a run of less than two seconds says nothing into a log")
func shortRun() {
    var display = ProgressDisplay(traits: file)

    #expect(display.update(ProgressState(total: 4, succeeded: 3, elapsed: .milliseconds(1999))).isEmpty)
}

@Test("a bar is redrawn at most ten times a second, over itself")
func redrawing() {
    var display = ProgressDisplay(traits: terminal(40))
    var drawn = 0

    for millisecond in 0..<2000 {
        let state = ProgressState(total: 9, running: 1, elapsed: .milliseconds(Int64(millisecond)))
        if !display.update(state).isEmpty { drawn += 1 }
    }

    #expect(drawn == 16)
    #expect(display.update(ProgressState(total: 9, elapsed: .seconds(3))).hasPrefix("\r\u{1B}[J  0%"))
}

@Test(
    "clearing takes the whole bar away, also one that a narrower window has wrapped, and nothing above it",
    arguments: [(30, "\u{1B}[2A"), (40, "\u{1B}[1A"), (79, ""), (120, "")])
func clearing(width: Int, goesUp: String) {
    var display = ProgressDisplay(traits: terminal(80, colours: true))
    _ = display.update(state)

    display.traits.width = width

    #expect(display.clear() == "\(goesUp)\r\u{1B}[J")
    #expect(display.clear().isEmpty)
}

@Test("the estimate follows the last ten seconds, not the beginning")
func estimate() {
    var estimate = ProgressEstimate()
    var state = ProgressState(total: 10_000)

    for tenth in 0...400 {
        state.elapsed = .milliseconds(Int64(tenth) * 100)
        state.succeeded = tenth <= 200 ? tenth * 10 : 2000 + (tenth - 200)
        estimate.complete(&state)
    }

    #expect(state.rate.map { (9500...10_500).contains($0) } == true)
    #expect(state.expectedEnd.map { $0 > .seconds(800) } == true)
}

@Test("as long as nothing has ended there is no estimate")
func noEstimate() {
    var estimate = ProgressEstimate()
    var state = ProgressState(total: 10, running: 2, elapsed: .seconds(60))

    estimate.complete(&state)

    #expect(state.rate == nil && state.expectedEnd == nil)
}

@Test(
    "a rate is said in the unit that keeps it above one",
    arguments: [
        (412_000, "412/s"), (2500, "2.5/s"), (1000, "1/s"), (200, "12/min"), (1, "3/h"), (4_000_000, "4,000/s"),
    ])
func rates(thousandths: Int, text: String) {
    #expect(Wording.rate(Int64(thousandths)) == text)
}

@Test("large numbers are grouped", arguments: [(0, "0"), (999, "999"), (1000, "1,000"), (-1_234_567, "-1,234,567")])
func grouping(number: Int, text: String) { #expect(Wording.count(number) == text) }
