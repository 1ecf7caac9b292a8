import Commands
import Testing

private func jobs() -> Table {
    var table = Table(columns: [
        Table.Column("JOB", minimum: 6, cut: .middle), Table.Column("DONE", .right),
        Table.Column("STATE", dispensability: 1), Table.Column("TIME", .right, dispensability: 2),
    ])
    table.append(["preparation-of-all-meshes", "12", Table.Cell("running", .lively), "3 min 5 s"])
    table.append(["merge", "0", Table.Cell("waiting", .faint), ""])
    return table
}

private func terminal(_ width: Int?, colours: Bool = false, unicode: Bool = true) -> TerminalTraits {
    TerminalTraits(isTerminal: width != nil, width: width, hasColours: colours, isUnicode: unicode)
}

@Test("what is piped is never cut")
func pipedTable() {
    #expect(
        jobs().lines(for: .pipe) == [
            "JOB                        DONE  STATE         TIME",
            "preparation-of-all-meshes    12  running  3 min 5 s",
            "merge                         0  waiting",
        ])
}

@Test("a narrow terminal shortens first and then leaves out what matters least")
func narrowTable() {
    #expect(
        jobs().lines(for: terminal(40)) == [
            "JOB             DONE  STATE         TIME",
            "prepara…meshes    12  running  3 min 5 s",
            "merge              0  waiting",
        ])
    #expect(
        jobs().lines(for: terminal(28)) == [
            "JOB            DONE  STATE",
            "prepar…meshes    12  running",
            "merge             0  waiting",
        ])
    #expect(jobs().lines(for: terminal(12)) == ["JOB     DONE", "pre…es    12", "merge      0"])
}

@Test("no line is broader than the terminal, however narrow", arguments: 12...60)
func tableFits(width: Int) {
    for line in jobs().lines(for: terminal(width)) { #expect(DisplayWidth.of(line) <= width) }
}

@Test("colours mark the text and not its padding")
func colouredTable() {
    let line = jobs().lines(for: terminal(80, colours: true))[1]

    #expect(line.contains("\u{1B}[36mrunning\u{1B}[0m  3 min 5 s"))
}

@Test("wide characters take two columns, marks none, and columns stay aligned")
func wideTable() {
    var table = Table(columns: [Table.Column("NAME"), Table.Column("N")])
    table.append(["網格", "1"])
    table.append(["e\u{301}t", "2"])
    table.append(["🧪x", "3"])

    #expect(table.lines(for: .pipe) == ["NAME  N", "網格  1", "e\u{301}t    2", "🧪x   3"])
    #expect(ShownText.fitted("網格生成", to: 5) == "網格…")
    #expect(ShownText.fitted("網格生成", to: 4) == "網…")
}

@Test("a name with control characters can neither break a table nor steer the terminal")
func hostileNames() {
    var table = Table(columns: [Table.Column("NAME")])
    table.append([Table.Cell("a\nb\u{1B}[2J\u{202E}")])

    #expect(table.lines(for: .pipe) == ["NAME", "a?b?[2J?"])
}

@Test("without Unicode the mark of a cut is ASCII, and so is our own typography")
func asciiFallback() {
    #expect(ShownText.fitted("abcdef", to: 4, isUnicode: false) == "abc~")
    #expect(ShownText.ascii("4 × 2 → 8 … · “x”") == "4 x 2 -> 8 ... - \"x\"")
}

@Test("text is wrapped between words; a longer word stands alone")
func wrapping() {
    #expect(
        ShownText.wrapped("one two three extraordinarily four", width: 9) == [
            "one two", "three", "extraordinarily", "four",
        ])
}
