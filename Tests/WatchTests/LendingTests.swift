import Model
import Testing
import Watch

@Suite struct LendingTests {
    @Test(
        "a number is a count of cores, anything with a comma or a dash a list",
        arguments: [
            ("4", Lending.CoreChoice.count(4)), ("0-2", .list([0, 1, 2])), ("3,1,1", .list([3, 1])),
            ("4-4", .list([4])),
        ])
    func cores(text: String, choice: Lending.CoreChoice) throws {
        #expect(try Lending.cores(text) == choice)
    }

    @Test(
        "what is no number and no list of processors is refused",
        arguments: [
            "", "0", "-1", "+2", "3-1", "1,", "a", "1-2-3", "1.5", "1000001", "99999999999999999999", "0-70000",
        ])
    func badCores(text: String) {
        #expect(throws: Refusal.self) { try Lending.cores(text) }
    }

    @Test("nodes are cores, names with cores, or a number of nodes times cores")
    func nodes() throws {
        func shapes(_ text: String) throws -> [String] {
            try Lending.nodes(text).map { "\($0.name)=\($0.coreCount)" }
        }

        #expect(try shapes("4,4") == ["n0=4", "n1=4"])
        #expect(try shapes("a:4,b:8") == ["a=4", "b=8"])
        #expect(try shapes("x:1, 2x3 ,5") == ["x=1", "n1=3", "n2=3", "n3=5"])
        #expect(try shapes("16x48").count == 16)
    }

    @Test(
        "nodes that can't be are refused",
        arguments: ["", "0", "4,", "a:", ":4", "a:0", "2x", "2x3x4", "-4", "a:1,a:2", "n1:1,2", "1000x1001"])
    func badNodes(text: String) {
        #expect(throws: Refusal.self) { try Lending.nodes(text) }
    }

    @Test("a refusal names the option, the value and the remedy")
    func sentence() {
        #expect {
            try Lending.nodes("4,x")
        } throws: { error in
            "\(error)" == """
                command line: --nodes: "x" is not a node with 1 to 1000000 cores. Write cores as 4,4, names as \
                a:4,b:8, or nodes times cores as 16x48.
                """
        }
    }

    @Test("a list of processors is spelled as short as it can be, and read back")
    func spelling() {
        #expect(ProcessorList.spelling(of: [0, 1, 2, 5, 7, 8]) == "0-2,5,7-8")
        #expect(ProcessorList.parse("0-2,5,7-8\n") == [0, 1, 2, 5, 7, 8])
        #expect(ProcessorList.parse("") == [])
        #expect(ProcessorList.parse("x") == nil)
    }
}
