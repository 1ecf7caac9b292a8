import Dialects
import Testing

@Test(
    "a selector names a job, an iteration, some, or the last",
    arguments: [
        ("mesh", TaskSelector.job("mesh")), ("mesh:3", .tasks(job: "mesh", iterations: 3...3)),
        ("mesh:0-9", .tasks(job: "mesh", iterations: 0...9)), ("a:b:-2--1", .tasks(job: "a:b", iterations: -2 ... -1)),
        ("last", .last),
    ])
func selectors(text: String, selector: TaskSelector) throws {
    #expect(try TaskSelector(reading: text) == selector)
}

@Test("a selector that names nothing is refused", arguments: ["", ":3", "mesh:", "mesh:x", "mesh:9-0", "mesh:1-"])
func refusedSelectors(text: String) {
    #expect(throws: (any Error).self) { try TaskSelector(reading: text) }
}
