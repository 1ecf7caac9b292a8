import Model
import Testing

struct NearestNameTests {
    @Test(
        "the name with the fewest edits is found",
        arguments: [
            ("exex", "exec"), ("numcores", "numCores"), ("nmuCores", "numCores"), ("cors", "cores"),
            ("dependancies", "dependencies"), ("core", "cores"), ("itteration", "iteration"),
        ])
    func found(name: String, expected: String) {
        let names = ["exec", "numCores", "cores", "dependencies", "iteration", "script"]
        #expect(NearestName.nearest(to: name, among: names) == expected)
    }

    @Test("a name unlike all others has no nearest one", arguments: ["x", "zzzzzz", "wall", ""])
    func notFound(name: String) {
        #expect(NearestName.nearest(to: name, among: ["exec", "numCores", "cores"]) == nil)
    }

    @Test("among equally near names the first is taken")
    func order() {
        #expect(NearestName.nearest(to: "meshx", among: ["mesha", "meshb"]) == "mesha")
    }
}
