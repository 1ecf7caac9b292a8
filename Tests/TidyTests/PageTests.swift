import Foundation
import Testing

@Suite("the pages are true")
struct PageTests {
    @Test("every relative link in a page leads to a file")
    func linksLead() {
        let dead = SourceTree.pages.flatMap { page -> [String] in
            let folder = SourceTree.root.appendingPathComponent(page.path).deletingLastPathComponent()
            return page.matches(of: #"\]\(([^)#\s]+)(?:#[^)]*)?\)"#, in: \.text).compactMap { link in
                let target = link.groups[1]
                guard !target.contains("://"), !target.hasPrefix("mailto:") else { return nil }
                let path = folder.appendingPathComponent(target).standardized.path
                return FileManager.default.fileExists(atPath: path) ? nil : "\(page.path):\(link.line): \(target)"
            }
        }

        #expect(dead == [])
    }

    @Test("every page begins with its title and is reached from another one")
    func pagesAreReached() {
        let untitled = SourceTree.pages.filter { !$0.text.hasPrefix("# ") }
        let linked = Set(
            SourceTree.pages.flatMap { page in
                page.matches(of: #"\]\(([^)#\s]+)"#, in: \.text).map { link in
                    SourceTree.root.appendingPathComponent(page.path).deletingLastPathComponent()
                        .appendingPathComponent(link.groups[1]).standardized.path
                }
            })

        let unreached = SourceTree.pages.filter { page in
            page.path.hasPrefix("docs/") && page.path != "docs/README.md"
                && !linked.contains(SourceTree.root.appendingPathComponent(page.path).standardized.path)
        }

        #expect(untitled.map(\.path) == [])
        #expect(unreached.map(\.path) == [])
    }
}
