import Commands
import Testing

private func traits(_ environment: [String: String], isTerminal: Bool = true, columns: Int? = 100) -> TerminalTraits {
    TerminalTraits(isTerminal: isTerminal, columns: columns) { environment[$0] }
}

@Test("colours need a terminal that has some, and nobody who refuses them")
func colours() {
    #expect(traits(["TERM": "xterm"]).hasColours)
    #expect(!traits(["TERM": "xterm"], isTerminal: false).hasColours)
    #expect(!traits(["TERM": "dumb"]).hasColours)
    #expect(!traits([:]).hasColours)
    #expect(!traits(["TERM": "xterm", "NO_COLOR": "1"]).hasColours)
    #expect(traits(["TERM": "xterm", "NO_COLOR": ""]).hasColours)
}

@Test("the first locale variable that says something decides about Unicode")
func locale() {
    #expect(traits(["LANG": "de_DE.UTF-8"]).isUnicode)
    #expect(traits(["LANG": "C.utf8"]).isUnicode)
    #expect(!traits(["LANG": "de_DE.UTF-8", "LC_ALL": "C"]).isUnicode)
    #expect(traits(["LANG": "de_DE.UTF-8", "LC_ALL": ""]).isUnicode)
    #expect(!traits([:]).isUnicode)
}

@Test("a pipe has no width, and a terminal that does not tell has 80 columns")
func widths() {
    #expect(traits([:], isTerminal: false).width == nil)
    #expect(traits([:]).width == 100)
    #expect(traits([:], columns: nil).width == 80)
    #expect(traits([:], columns: 0).width == 80)
}
