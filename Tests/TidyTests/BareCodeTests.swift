import Testing

@Suite("code is told from comments and texts")
struct BareCodeTests {
    @Test(
        "what is not code is blank, and every line keeps its place",
        arguments: [
            (#"let a = 1 // try!"#, #"let a = 1        "#),
            (#"let a = "x! \(b!) y""#, #"let a =       b!    "#),
            (##"f(#"a" \(b!) "#)"##, ##"f(             )"##),
            ("a /* b /* c */ d */ e", "a                   e"),
            ("x = \"\"\"\n  \" try! \\(y)\n  \"\"\"\nz", "x =    \n           y \n     \nz"),
            (#"if (c == '"') d!;"#, #"if (c ==    ) d!;"#),
        ])
    func onlyCodeRemains(text: String, code: String) {
        #expect(BareCode(text).code == code)
    }
}
