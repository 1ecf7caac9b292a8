import Dialects
import Model
import Testing

@testable import Commands

@Suite("The table of nodes") struct NodesTableTests {
    private func node(_ name: String, _ domains: [Int] = []) -> NodeView {
        var view = NodeView(
            number: 0, name: name, state: .available, cores: 8, memory: .gibibytes(4), joinedAt: .zero)
        view.domains = domains
        return view
    }

    private func lines(_ nodes: [NodeView], width: Int? = nil) -> [String] {
        Shown.text(width: width) { NodesCommand.show(nodes, on: $0, at: .zero) }.split(separator: "\n").map(String.init)
    }

    @Test("how many NUMA domains a node has is shown where any has several, and left out first of all")
    func domains() {
        let several = lines([node("plain"), node("large", [4, 4])])
        #expect(several[0].contains("NUMA"))
        #expect(several[2].split(separator: " ").contains("2"))

        #expect(!lines([node("plain")])[0].contains("NUMA"))
        #expect(!lines([node("large", [4, 4])], width: 60)[0].contains("NUMA"))
    }
}
