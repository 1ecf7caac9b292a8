import Foundation
import Testing

@Suite("the code keeps the house's style")
struct StyleTests {
    @Test("no test function lacks @Test, without which it would never run")
    func testsRun() {
        let idle = SourceTree.swift.filter { $0.path.hasPrefix("Tests/") }
            .flatMap { $0.matches(of: #"(@Test[^{}]*\s)?\bfunc (test\w*)"#).filter { $0.groups[1].isEmpty } }

        #expect(idle.map { $0.groups[2] } == [])
    }

    @Test("every file of tests holds at least one")
    func testFilesHoldTests() {
        let empty = SourceTree.swift.filter { $0.path.hasSuffix("Tests.swift") && $0.places(of: "@Test").isEmpty }

        #expect(empty.map(\.path) == [])
    }

    @Test("nothing is unwrapped by force")
    func nothingIsForced() {
        #expect(SourceTree.swift.flatMap { $0.places(of: #"[\w)\]}>?"]!(?![=\w])|\b(?:try|as)!"#) } == [])
    }

    @Test(
        "a check of the compiler is switched off only where the file's top says why",
        arguments: ["@unchecked Sendable", "nonisolated(unsafe)", "@preconcurrency"])
    func checksStayOn(construct: String) {
        let silent = SourceTree.swift.filter { file in
            let top = file.text.components(separatedBy: "\n").prefix { $0.hasPrefix("//") }
            return file.code.contains(construct) && !top.contains { $0.contains(construct) }
        }

        #expect(silent.map(\.path) == [])
    }

    @Test("nothing is left for later, and no code sleeps in a comment")
    func nothingIsLeftLying() {
        let later = #"\b(?:TO"# + #"DO|FIX"# + #"ME|XX"# + #"X|HA"# + #"CK)\b"#
        let asleep =
            #"//+ *(?:(?:let|var) \w+[^.]* = .*|func \w+[(<].*|import \w+|return \w+\(.*\)|\w+\(.*\);?|.*[{]|[{}])$"#

        let remarks = SourceTree.files.flatMap { $0.places(of: later, in: \.text) }
        let sleeping = SourceTree.code.flatMap { $0.places(of: asleep, in: \.comments) }

        #expect(remarks + sleeping == [])
    }

    @Test("lines end before column 121, files before line 401, functions within 70 lines")
    func thingsFitTheScreen() {
        let wide = SourceTree.code.flatMap { $0.places(of: #"^.{121,}$"#, in: \.text) }
        let long = SourceTree.code.filter { $0.text.utf8.count { $0 == UInt8(ascii: "\n") } > 400 }
        let tall = SourceTree.code.flatMap(\.tallFunctions)

        #expect(wide + long.map(\.path) + tall == [])
    }

    @Test("a file that declares types has the name of one of them, or of their family")
    func filesCarryTheirTypesName() {
        let declaration = #"^(?:@\w+ |package |public |final |indirect )*(?:struct|enum|class|actor|protocol) (\w+)"#
        let stray = SourceTree.swift.filter { file in
            guard file.path.hasPrefix("Sources/"), file.name != "main.swift" else { return false }
            let types = file.matches(of: declaration).map { $0.groups[1] }
            let name = String(file.name.prefix { $0 != "+" && $0 != "." })
            let family = name.hasSuffix("s") ? String(name.dropLast()) : name
            return !types.isEmpty && !types.contains { $0 == name || $0.hasSuffix(family) }
        }

        #expect(stray.map(\.path) == [])
    }

    @Test("no type is called after the fact that it does something with something")
    func namesSayWhatThingsAre() {
        let vague = #"\b(?:struct|enum|class|actor|protocol|typealias) \w*(?:Manager|Helper|Util)\w*"#

        #expect(SourceTree.swift.flatMap { $0.places(of: vague) } == [])
    }

    @Test("no loop is written `for unsafe`, which the formatter turns into something that does not compile")
    func loopsSurviveTheFormatter() {
        #expect(SourceTree.swift.flatMap { $0.places(of: #"\bfor unsafe\b"#) } == [])
    }

    @Test("no path of the machine it was written on, and no registry's address, is in it")
    func nothingIsTiedToOneMachine() {
        let paths = #"(?<![\w.}])/(?:ro"# + #"ot|wo"# + #"rk|fa"# + #"rm)/|/opt/sw"# + #"ift|/bash_"# + #"jobs"#
        let registries = #"(?i)\bpy"# + #"pi\b|deb\.deb"# + #"ian\.org"#

        #expect(SourceTree.files.flatMap { $0.places(of: paths + "|" + registries, in: \.text) } == [])
    }
}

extension SourceFile {
    /// The functions of more than 70 lines; relies on the formatter's indentation.
    var tallFunctions: [String] {
        let swift = #"^( *)(?:[\w@()]+ )*(?:func |init\b).*[{(]$"#
        let c = #"^()[a-z_][\w *]*\([^;]*\) \{$"#
        let lines = code.components(separatedBy: "\n")
        return matches(of: path.hasSuffix(".swift") ? swift : c).compactMap { start in
            let closing = start.groups[1] + "}"
            let length = lines.dropFirst(start.line).prefix { $0 != closing }.count + 2
            return length > 70 ? "\(path):\(start.line): \(length) lines" : nil
        }
    }
}
