import Dialects
import Model
import Testing

@Suite("Machines in a word or a file") struct MachineTests {
    @Test("a word names nodes, how many there are, their cores and what they have besides")
    func words() throws {
        let nodes = try MachineText.read("2x4,big:8/64G/2gpu/licence=3")

        #expect(nodes.map(\.name) == ["n0", "n1", "big"])
        #expect(nodes.map(\.cores.count) == [4, 4, 8])
        #expect(nodes[2].memory == .gibibytes(64))
        #expect(nodes[2].gpus == ["0", "1"])
        #expect(nodes[2].named == [NamedAmount(name: "licence", amount: Amount(3))])
        #expect(nodes.map(\.identifier.number) == [0, 1, 2])
    }

    @Test("a node's cores are shared out among its NUMA domains; a single one is not told")
    func domains() throws {
        #expect(try MachineText.read("8/2numa,7/3numa,4/1numa,4").map(\.domains) == [[4, 4], [2, 2, 3], [], []])

        let problem = #expect(throws: ReadingProblem.self) { try MachineText.read("2/3numa") }
        #expect(problem?.problem == "has nodes with 3 NUMA domains and 2 cores")
    }

    @Test("a file says the same")
    func file() throws {
        let text = #"""
            [{"count": 2, "cores": 4},
             {"name": "big", "cores": 8, "numa": 2, "memory": "64G", "gpus": 2, "resources": {"licence": 3}}]
            """#

        let nodes = try MachineFile.read(Array(text.utf8), name: "machine.json")

        #expect(nodes == (try MachineText.read("2x4,big:8/64G/2gpu/2numa/licence=3")))
    }

    @Test(
        "what is no machine is refused",
        arguments: [
            "", "0", "4,", "x4", "4x", "-4", "a:", "4/5gpus", "4/0gpu", "4/0numa", "4/numa", "4/2numas", "4/lots",
            "4/a=1/a=2", "a:4,a:4", "2000x1000",
            "1e3",
        ])
    func refused(text: String) {
        #expect(throws: ReadingProblem.self) { try MachineText.read(text) }
    }
}
