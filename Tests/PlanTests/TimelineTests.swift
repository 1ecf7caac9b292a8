import Model
import Testing

@testable import Plan

@Suite("A timeline") struct TimelineTests {
    private func at(_ seconds: Int64) -> Instant { Instant(nanoseconds: seconds * 1_000_000_000) }
    private func cores(_ count: Int64) -> Needs { Needs(cores: count * 1000, memory: 0, gpus: 0, time: 0) }

    /// A node of four cores, of which one is free now, two are from 10 s on, and all are from 20 s on.
    private func timeline(endsAt: Instant? = nil) -> Timeline {
        var node = Samples.node(cores: 4)
        node.endsAt = endsAt
        var state = NodeState(node: node)
        let taken = [(0, 10), (1, 20), (2, 20)]
        for (core, _) in taken {
            state.give(Placement.Part(node: node.identifier, cores: [Placement.CoreShare(position: core)]), to: core)
        }
        let ends = taken.map { ExpectedEnds.End(at: at(Int64($0.1)), slot: $0.0, held: cores(1)) }
        return Timeline(of: state, ends: ends, from: at(0))
    }

    @Test("what runs gives back what it holds at its expected end")
    func steps() {
        #expect(timeline().steps.map(\.from) == [at(0), at(10), at(20)])
        #expect(timeline().steps.map(\.free.cores) == [1000, 2000, 4000])
    }

    @Test("the earliest time is the one from which so much is free for so long", arguments: [1, 2, 3, 4, 5])
    func earliest(width: Int64) {
        let expected: [Int64: Int64] = [1: 0, 2: 10, 3: 20, 4: 20]

        #expect(
            timeline().earliest(cores(width), for: .seconds(5), from: at(0), before: .never) == expected[width].map(at))
    }

    @Test("a hole between two places is found by whom it is long enough for")
    func hole() {
        var timeline = timeline()
        timeline.take(cores(2), from: at(15), for: .seconds(10))

        #expect(timeline.earliest(cores(2), for: .seconds(5), from: at(0), before: .never) == at(10))
        #expect(timeline.earliest(cores(2), for: .seconds(6), from: at(0), before: .never) == at(20))
        #expect(timeline.earliest(cores(4), for: .seconds(1), from: at(0), before: .never) == at(25))
        #expect(timeline.stretch(of: cores(2), from: at(10)) == .seconds(5))
    }

    @Test("nothing is free of a node that was taken away")
    func end() {
        #expect(timeline(endsAt: at(22)).earliest(cores(4), for: .seconds(2), from: at(0), before: .never) == at(20))
        #expect(timeline(endsAt: at(22)).earliest(cores(4), for: .seconds(3), from: at(0), before: .never) == nil)
    }
}
