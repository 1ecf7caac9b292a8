import Model
import Testing

struct IterationsTests {
    @Test("a plain job is one task numbered 0, and is not iterated")
    func single() {
        #expect(Iterations.single.count == 1)
        #expect(Iterations.single.indices == 0..<1)
        #expect(!Iterations.single.isIterated)
    }

    @Test("a lone range keeps its own numbers, and everything else counts from 0")
    func indices() {
        #expect(Iterations(range: 10..<14).indices == 10..<14)
        let two = Iterations(columns: [.init(values: .range(10..<14)), .init(values: .list(Texts(["a", "b"])))])
        #expect(two.indices == 0..<8)
    }

    @Test("in a product the last column changes fastest")
    func product() {
        let iterations = Iterations(columns: [
            .init(values: .range(0..<2)), .init(values: .range(0..<3)), .init(values: .range(0..<2)),
        ])

        let positions = iterations.indices.map { iteration in (0..<3).map { iterations.position(of: iteration, in: $0) }
        }

        #expect(positions.count == 12)
        #expect(positions[0...3] == [[0, 0, 0], [0, 0, 1], [0, 1, 0], [0, 1, 1]])
        #expect(positions[11] == [1, 2, 1])
        #expect(Set(positions).count == 12)
    }

    @Test("pairs go as far as the shortest column")
    func pairs() {
        let iterations = Iterations(
            columns: [.init(values: .range(5..<8)), .init(values: .list(Texts(["a", "b"])))], combination: .pairs)

        #expect(iterations.indices == 0..<2)
        #expect(iterations.position(of: 1, in: 0) == 1)
        #expect(iterations.position(of: 1, in: 1) == 1)
    }

    @Test("a list of texts gives back each text, and refuses arrays that don't agree")
    func texts() {
        let texts = Texts(["a", "", "bc"])

        #expect((0..<3).map { String(decoding: texts[$0], as: UTF8.self) } == ["a", "", "bc"])
        #expect(Texts(bytes: texts.bytes, ends: texts.ends) == texts)
        #expect(Texts(bytes: [1, 2], ends: [1]) == nil)
        #expect(Texts(bytes: [1, 2], ends: [2, 1, 2]) == nil)
        #expect(Texts(bytes: [], ends: []) == Texts())
    }

    @Test("a chain counts the tasks of all its ranges")
    func handOver() {
        let ranges = [
            TaskRange(job: JobIdentifier(0), iterations: 0..<3), TaskRange(job: JobIdentifier(1), iterations: 5..<6),
        ]

        let handOver = HandOver(
            firstAttempt: AttemptIdentifier(0), placement: Placement(parts: []), after: nil, tasks: ranges, at: .zero)

        #expect(handOver.count == 4)
    }

    @Test("a template without holes is a constant")
    func constants() {
        #expect(Template("a").constant == "a")
        #expect(Template("").constant == "")
        #expect(Template(pieces: [.text("a"), .hole(.iteration)]).constant == nil)
        #expect(Template(pieces: [.hole(.iteration)]).constant == nil)
    }
}
