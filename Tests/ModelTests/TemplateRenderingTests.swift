import Model
import Testing

struct TemplateRenderingTests {
    private func render(_ hole: Template.Hole, _ iterations: Iterations, _ iteration: Int) -> String {
        var bytes: [UInt8] = []
        Template(pieces: [.text("<"), .hole(hole), .text(">")]).render(
            into: &bytes,
            RenderingContext(
                iterations: iterations, iteration: iteration, cores: Cores(thousandths: 1500), nodes: ["n1", "n2"],
                rootDirectory: "/data/run"))
        return String(decoding: bytes, as: UTF8.self)
    }

    /// What GNU parallel 20221122 prints for each value: `{}` `{.}` `{/}` `{//}` `{/.}`.
    @Test(
        "the forms of a value are those of GNU parallel",
        arguments: [
            ["a.txt", "a", "a.txt", ".", "a"], [".bashrc", "", ".bashrc", ".", ""], ["/a", "/a", "a", "/", "a"],
            ["a/b/", "a/b/", "", "a", ""], ["a.b/c", "a.b/c", "c", "a.b", "c"],
            ["x/y.tar.gz", "x/y.tar", "y.tar.gz", "x", "y.tar"], ["/", "/", "", "/", ""], ["", "", "", ".", ""],
            ["a//b.c", "a//b", "b.c", "a", "b"], ["..", ".", "..", ".", "."], ["a/..", "a/.", "..", "a", "."],
            ["sp ace.x", "sp ace", "sp ace.x", ".", "sp ace"], ["x/.hid", "x/", ".hid", "x", ""],
        ])
    func forms(expected: [String]) {
        let iterations = Iterations(columns: [.init(values: .list(Texts([expected[0]])))])
        let forms: [Template.Form] = [.whole, .withoutExtension, .baseName, .directory, .baseNameWithoutExtension]

        #expect(forms.map { render(.value($0), iterations, 0) } == expected.map { "<\($0)>" })
    }

    @Test("a lone range renders its own numbers, and its position from 1")
    func range() {
        let iterations = Iterations(range: -2..<3)

        #expect(render(.iteration, iterations, -2) == "<-2>")
        #expect(render(.value(.whole), iterations, 1) == "<1>")
        #expect(render(.sequence, iterations, -2) == "<1>")
    }

    @Test("several columns give the value of each, and all joined by a space")
    func columns() {
        let iterations = Iterations(columns: [
            .init(name: "case", values: .list(Texts(["a.x", "b.x"]))), .init(values: .range(7..<10)),
        ])

        #expect(render(.value(.withoutExtension), iterations, 4) == "<b 8>")
        #expect(render(.column(0, .whole), iterations, 2) == "<a.x>")
        #expect(render(.column(1, .whole), iterations, 5) == "<9>")
        #expect(render(.iteration, iterations, 5) == "<5>")
        #expect(render(.sequence, iterations, 5) == "<6>")
    }

    @Test("a job without iterations has no number and no value")
    func single() {
        #expect(render(.iteration, .single, 0) == "<>")
        #expect(render(.sequence, .single, 0) == "<>")
        #expect(render(.value(.whole), .single, 0) == "<>")
        #expect(render(.column(0, .whole), .single, 0) == "<>")
    }

    @Test("cores, nodes and the root folder come from the placement")
    func placement() {
        #expect(render(.coreCount, .single, 0) == "<2>")
        #expect(render(.nodeCount, .single, 0) == "<2>")
        #expect(render(.nodeList, .single, 0) == "<n1,n2>")
        #expect(render(.rootDirectory, .single, 0) == "</data/run>")
    }

    @Test("a value that is not UTF-8 comes out byte for byte")
    func bytes() {
        var texts = Texts()
        texts.append([0xFF, 0x2E, 0xC3])
        let iterations = Iterations(columns: [.init(values: .list(texts))])
        var bytes: [UInt8] = []

        Template(pieces: [.hole(.value(.withoutExtension))]).render(
            into: &bytes, RenderingContext(iterations: iterations, iteration: 0))

        #expect(bytes == [0xFF])
    }
}
