import Foundation

/// The project's own files, found from where this file was compiled.
enum SourceTree {
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// Every text file that belongs to the project, by path.
    static let files: [SourceFile] = {
        let folders = [".ci", "Benchmarks", "Sources", "Tests", "docs", "examples", "packaging", "python"]
        let top = (try? FileManager.default.contentsOfDirectory(atPath: root.path)) ?? []
        let paths = folders.flatMap(paths(under:)) + top.filter { $0.hasSuffix(".md") || $0.hasSuffix(".swift") }
        return (paths + ["Makefile"]).sorted().compactMap(SourceFile.init(path:))
    }()

    static let swift = files.filter { $0.path.hasSuffix(".swift") }
    static let pages = files.filter { $0.path.hasSuffix(".md") }
    /// What people write line by line, unlike pages, whose tables are as wide as they are.
    static let code = files.filter { file in
        [".swift", ".c", ".h", ".py", ".sh"].contains { file.path.hasSuffix($0) }
            || ["Makefile", ".ci/run"].contains(file.path)
    }

    static func files(of room: String) -> [SourceFile] {
        swift.filter { $0.path.hasPrefix("Sources/\(room)/") }
    }

    private static func paths(under folder: String) -> [String] {
        let names = FileManager.default.enumerator(atPath: root.appendingPathComponent(folder).path)?
            .compactMap { $0 as? String }
        return (names ?? []).filter { !$0.contains("__pycache__") }.map { folder + "/" + $0 }
    }
}

/// One file of the project.
struct SourceFile: Sendable {
    /// From the project's root.
    let path: String
    let text: String
    /// Without comments and literals.
    let code: String
    let comments: String

    /// Nothing for a folder, or a file that is no text.
    init?(path: String) {
        guard let text = try? String(contentsOf: SourceTree.root.appendingPathComponent(path), encoding: .utf8) else {
            return nil
        }
        self.path = path
        self.text = text
        let isSource = [".swift", ".c", ".h"].contains { path.hasSuffix($0) }
        let bare = isSource ? BareCode(text) : nil
        code = bare?.code ?? text
        comments = bare?.comments ?? ""
    }

    var name: String { path.split(separator: "/").last.map(String.init) ?? path }

    /// Where a pattern stands, as `path:line: what stands there`.
    func places(of pattern: String, in part: KeyPath<SourceFile, String> = \.code) -> [String] {
        matches(of: pattern, in: part).map { "\(path):\($0.line): \($0.groups[0])" }
    }

    /// What a pattern's groups hold, the whole match first; a group that took no part is empty.
    func matches(of pattern: String, in part: KeyPath<SourceFile, String> = \.code) -> [(line: Int, groups: [String])] {
        guard let expression = try? NSRegularExpression(pattern: pattern, options: .anchorsMatchLines) else {
            preconditionFailure("a rule's pattern is well formed: \(pattern)")
        }
        let text = self[keyPath: part]
        let whole = NSRange(text.startIndex..., in: text)
        return expression.matches(in: text, range: whole).map { match in
            let groups = (0..<match.numberOfRanges).map { group in
                Range(match.range(at: group), in: text).map { String(text[$0]) } ?? ""
            }
            let start = Range(match.range, in: text)?.lowerBound ?? text.startIndex
            let line = text[..<start].utf8.count { $0 == UInt8(ascii: "\n") } + 1
            return (line, groups)
        }
    }
}
