import Executor
import Model
import Testing

@Suite struct LanesTests {
    @Test("attempts handed ahead go to the lane of the one whose cores they take over")
    func chain() {
        var lanes = Lanes()

        let first = lanes.take(0..<2, after: nil)
        let other = lanes.take(2..<3, after: nil)
        let behind = lanes.take(3..<5, after: AttemptIdentifier(1))

        #expect(first != other)
        #expect(behind == first)
        #expect(lanes.attempts(in: first).map(\.number) == [0, 1, 3, 4])
        #expect(lanes.lane(of: AttemptIdentifier(4)) == first)
        #expect(lanes.attemptCount == 5)
    }

    @Test("a lane without attempts is used again, the last one first, before another is opened")
    func reuse() {
        var lanes = Lanes()
        let used = (0..<3).map { lanes.take($0..<$0 + 1, after: nil) }
        lanes.remove(AttemptIdentifier(0))
        lanes.remove(AttemptIdentifier(2))

        #expect(lanes.take(3..<4, after: nil) == used[2])
        #expect(lanes.take(4..<5, after: nil) == used[0])
        #expect(lanes.take(5..<6, after: nil) == 3)
        #expect(lanes.count == 4)
    }

    @Test("what takes over from an attempt that has ended meanwhile gets any free lane")
    func endedPredecessor() {
        var lanes = Lanes()
        let lane = lanes.take(0..<1, after: nil)
        lanes.remove(AttemptIdentifier(0))

        #expect(lanes.take(1..<2, after: AttemptIdentifier(0)) == lane)
        #expect(lanes.lane(of: AttemptIdentifier(0)) == nil)
        #expect(lanes.remove(AttemptIdentifier(0)) == nil)
    }

    @Test("lanes are well supplied when each of those in use has enough before it")
    func supply() {
        var lanes = Lanes()
        #expect(!lanes.haveAtLeast(2))

        _ = lanes.take(0..<3, after: nil)
        #expect(lanes.haveAtLeast(2))

        _ = lanes.take(3..<4, after: nil)
        #expect(!lanes.haveAtLeast(2))
    }
}
