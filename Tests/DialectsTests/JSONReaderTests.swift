import Dialects
import Model
import Testing

struct JSONReaderTests {
    @Test(
        "broken JSON is refused with line and column",
        arguments: [
            ("", "1:1", "holds nothing"),
            ("  \n ", "2:2", "holds nothing"),
            ("{", "1:2", "ends inside an object opened in line 1"),
            ("[1,\n 2", "2:3", "ends inside a list opened in line 1"),
            ("[1 2]", "1:4", "\",\" or \"]\" is needed"),
            ("{\"a\" 1}", "1:6", "\":\" is needed"),
            ("{a: 1}", "1:2", "a field's name is needed"),
            ("[01]", "1:2", "a number that is not JSON"),
            ("[1.]", "1:2", "a number that is not JSON"),
            ("[-]", "1:2", "a number that is not JSON"),
            ("[1e]", "1:2", "a number that is not JSON"),
            ("[NaN]", "1:2", "where a value is needed"),
            ("[,]", "1:2", "where a value is needed"),
            ("[1,,2]", "1:4", "where a value is needed"),
            ("[tru]", "1:2", "a word that is not JSON"),
            ("[\"a\nb\"]", "1:4", "a line end or control character inside a text"),
            ("[\"abc]", "1:2", "opens a text that never ends"),
            ("[\"\\x\"]", "1:3", "an escape that JSON does not know"),
            ("[\"\\u12g4\"]", "1:3", "an escape that JSON does not know"),
            ("[\"\\ud800x\"]", "1:3", "half of a character"),
            ("[\"\\udc00\"]", "1:3", "half of a character"),
            ("[\"a\\u0000\"]", "1:4", "U+0000"),
            ("[1] 2", "1:5", "goes on after its end"),
            ("[1] /", "1:5", "a lone \"/\""),
            ("[1, /* x", "1:5", "a comment that never ends"),
            ("{\"a\": 1,\n\"b\": 2, \"a\": 3}", "2:9", "names the field \"a\" again, after line 1"),
            ("{\"a\": 1, \"\\u0061\": 3}", "1:10", "names the field \"a\" again"),
            ("[\"äöü\" x]", "1:8", "\",\" or \"]\" is needed"),
        ] as [(String, String, String)])
    func broken(text: String, place: String, words: String) throws {
        let problem = try #require(refused(text))

        #expect(problem.description.hasPrefix("jobs.json:\(place):"))
        #expect(problem.problem.contains(words))
        #expect(!problem.remedy.isEmpty)
    }

    @Test("a key that stands twice among many is found")
    func duplicateAmongMany() throws {
        let members = (0..<40).map { "\"k\($0)\": \($0)" } + ["\"k7\": 1"]

        let problem = try #require(refused("{\n\(members.joined(separator: ",\n"))}"))

        #expect(problem.line == 42)
        #expect(problem.problem.contains("\"k7\" again, after line 9"))
    }

    @Test("nesting ten thousand deep is refused, and 64 levels are read")
    func nesting() throws {
        for mark in ["[", "{\"a\":"] {
            let problem = try #require(refused(String(repeating: mark, count: 10_000)))
            #expect(problem.problem == "nests deeper than 64 levels")
        }
        let deep = Array((String(repeating: "[", count: 64) + String(repeating: "]", count: 64)).utf8)
        #expect(throws: Never.self) { try JSONReader.read(deep, document: "deep") }
    }

    @Test("bytes that are not UTF-8 are refused with their place")
    func encoding() throws {
        let bytes = Array("{\"name\":\n \"".utf8) + [0xC3, 0x28] + Array("\"}".utf8)

        let problem = try #require(refused(bytes))

        #expect(problem.place == "2:3 ")
        #expect(problem.problem == "holds the byte 0xC3, which is not UTF-8")
    }

    @Test("a document above the limit is refused by its size")
    func size() throws {
        let problem = try #require(refused([UInt8](repeating: 32, count: 100_000_000)))

        #expect(problem.problem == "is 100000000 bytes long; at most 67108864 are read")
        #expect(problem.line == nil)
    }

    @Test("a byte order mark, comments and trailing commas are read")
    func extensions() throws {
        let bytes =
            [0xEF, 0xBB, 0xBF]
            + Array(
                "// one\n{\"name\": \"a\", /* two ** */ \"run\": [\"x\", \"\\u00e4\\ud83d\\ude00\\n\",],}// end".utf8)

        let job = try read(bytes).jobs[0]

        #expect(job.command.action == .program("x", arguments: ["ä😀\n"]))
    }

    @Test("every cut of a document is refused, and none crashes")
    func cuts() throws {
        let text = Array("// c\n[{\"name\":\"ä\\u00e4\",\"run\":[\"x\",-1.5e3,true,null],\"env\":{}}]".utf8)

        for end in 0..<text.count {
            #expect(refused(Array(text[..<end])) != nil, "cut at \(end)")
        }
    }

    @Test(
        "any byte changed to any other gives jobs or a refusal, and no crash",
        arguments: [
            "[{\"name\":\"a\",\"run\":[\"\\u00e4\"],\"cores\":\"1-2\",\"at\":\"2030-01-01T00:00Z\"}]",
            "{\"execution\":{\"exec\":\"${it}\"},\"iteration\":{\"stop\":9},"
                + "\"resources\":{\"wt\":\"1h2m\",\"cores\":{}}}",
        ])
    func changes(document: String) {
        let text = Array(document.utf8)

        for place in text.indices {
            for byte in UInt8.min...UInt8.max {
                var changed = text
                changed[place] = byte
                _ = refused(changed)
            }
        }
    }
}
