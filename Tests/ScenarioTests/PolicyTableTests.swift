import Dialects
import Posix
import Testing

@Suite("What the policies promise is drawn") struct PolicyTableTests {
    /// The table of three orders, three widths, pausing and feedback, as the names of its policies.
    static let cells: [String] = ["fcfs", "priority", "round-robin+quantum=20s"].flatMap { order in
        ["strict", "max-prop", "always-attend"].flatMap { width in
            ["", "+pause"].flatMap { pausing in
                // A priority's own feedback is a day a step; without it, it says so.
                [order == "priority" ? "+ageing=none" : "", "+ageing=5s"].map { feedback in
                    "\(order)+\(width)\(pausing)\(feedback)"
                }
            }
        }
    }

    @Test("each cell of three orders, three widths, pausing and feedback has its scenario")
    func table() throws {
        let drawn = try Set(Scenario.names.flatMap { try Scenario.read($0).cells.map(\.policy) })

        #expect(Self.cells.count == 36)
        #expect(Self.cells.filter { !drawn.contains($0) } == [])
    }

    @Test("each name of a policy, and each choice, has a section of the page with a picture and a scenario")
    func page() throws {
        let pictures = try Set(Scenario.names.flatMap { try Scenario.read($0).cells.compactMap(\.picture) })
        let sections = try Self.sections()
        let others = [
            "strict", "max-prop", "always-attend", "pause", "tightest", "pack", "spread", "rotating", "fair share",
            "limits", "changing widths", "either-or",
        ]

        for name in PolicyName.builtIn + others {
            let section = try #require(sections[name], "docs/policies.md has no section about \(name)")
            let shown = section.split(separator: "](pictures/").dropFirst().map { String($0.prefix { $0 != "." }) }
            #expect(!shown.isEmpty, "\(name) has no picture")
            #expect(shown.filter { !pictures.contains($0) } == [], "\(name): pictures of no scenario")
            #expect(section.contains("](../Scenarios/"), "\(name) names no scenario")
        }
    }

    /// What stands under each name that a heading of the pictures has, in small letters.
    private static func sections() throws -> [String: String] {
        let path = "\(Scenario.folder)/../docs/policies.md"
        let page = String(decoding: try FileSystem.content(of: path), as: UTF8.self)
        var sections: [String: String] = [:]
        for part in page.split(separator: "\n### ").dropFirst() {
            let heading = part.prefix { $0 != "\n" }
            for name in heading.split(separator: ", ") { sections[name.lowercased()] = String(part) }
        }
        return sections
    }
}
