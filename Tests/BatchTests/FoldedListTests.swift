import Batch
import Testing

@Suite("Slurm's folded lists are unfolded")
struct FoldedListTests {
    @Test(
        "node names come in the order written",
        arguments: [
            ("n1", ["n1"]),
            ("n[1-3,7],m2", ["n1", "n2", "n3", "n7", "m2"]),
            ("n[08-11]", ["n08", "n09", "n10", "n11"]),
            ("n[098-102]", ["n098", "n099", "n100", "n101", "n102"]),
            ("rack[1-2]node[3,5]", ["rack1node3", "rack1node5", "rack2node3", "rack2node5"]),
            ("gpu[1-2].cluster.org,login", ["gpu1.cluster.org", "gpu2.cluster.org", "login"]),
            ("a-[1]-b", ["a-1-b"]),
        ])
    func namesAreUnfolded(text: String, names: [String]) {
        #expect(HostList.names(in: text) == names)
    }

    @Test(
        "what is no list of nodes is refused, and so is one that would fill the memory",
        arguments: [
            "", ",", "n1,", "n[1-3", "n1-3]", "n[3-1]", "n[a]", "n[]", "n[1-]", "n[1-2-3]", "n[[1]]", "n 1",
            "n[0-99999999]", "n[0-9999]m[0-9999]", "n[99999999999999999999]",
        ])
    func nonsenseIsRefused(text: String) {
        #expect(HostList.names(in: text) == nil)
    }

    @Test(
        "counts are repeated as often as they say",
        arguments: [("4(x2),2", [4, 4, 2]), ("48", [48]), ("2,1(x3),2", [2, 1, 1, 1, 2])])
    func countsAreUnfolded(text: String, counts: [Int]) {
        #expect(CountList.counts(in: text) == counts)
    }

    @Test(
        "what is no list of counts is refused",
        arguments: ["", "4(2)", "4(x)", "4(x2", "(x2)", "4,", "-4", "4(x-2)", "4(x99999999)"])
    func miscountsAreRefused(text: String) {
        #expect(CountList.counts(in: text) == nil)
    }

    @Test("the processors of all copies on a node are taken together")
    func bindingsAreJoined() {
        #expect(BindingList.processors(type: "mask_cpu:", list: "0x1,0x2,0x10") == [0, 1, 4])
        #expect(BindingList.processors(type: "mask_cpu:", list: "0xF0000000000000001") == [0, 64, 65, 66, 67])
        #expect(BindingList.processors(type: "map_cpu:", list: "3,1,0x2") == [1, 2, 3])
        #expect(BindingList.processors(type: "mask_cpu:", list: "0x3*4") == [0, 1])
    }

    @Test("a binding that names no processors of this machine is none")
    func otherBindingsAreNone() {
        #expect(BindingList.processors(type: "none", list: "") == nil)
        #expect(BindingList.processors(type: "rank", list: "") == nil)
        #expect(BindingList.processors(type: "mask_cpu:", list: "0xg") == nil)
        #expect(BindingList.processors(type: "mask_cpu:", list: "0x0") == nil)
        #expect(BindingList.processors(type: "map_cpu:", list: "1,x") == nil)
    }
}
