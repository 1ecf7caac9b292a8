import Model
import Testing

struct MomentQueueTests {
    @Test("what lies ahead comes by its moment, and of one moment in the order in which it was put down")
    func order() {
        var queue = MomentQueue<Int>()
        var ahead: [(at: Instant, number: Int)] = []
        var state: UInt64 = 7
        var came: [Int] = []
        var expected: [Int] = []
        for step in 0..<5000 {
            // MMIX's linear congruence (Knuth): few moments, so that many are equal.
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let at = Instant(nanoseconds: Int64(state >> 59))
            if step % 5 < 3 {
                #expect(queue.nextNumber == ahead.count + expected.count)
                queue.insert(step, at: at)
                ahead.append((at, step))
                continue
            }
            let next = ahead.indices.min { (ahead[$0].at, ahead[$0].number) < (ahead[$1].at, ahead[$1].number) }
            if let next { expected.append(ahead.remove(at: next).number) }
            if let first = queue.removeFirst() { came.append(first.element) }
        }

        #expect(came == expected && came.count == 2000)
        #expect(queue.first == ahead.map(\.at).min())
    }

    @Test("nothing is due before its moment")
    func due() {
        var queue = MomentQueue<String>()
        queue.insert("later", at: .zero + .seconds(2))
        let number = queue.nextNumber
        queue.insert("soon", at: .zero + .seconds(1))

        #expect(queue.firstNumber == number)
        #expect(queue.removeDue(at: .zero) == nil)
        #expect(queue.removeDue(at: .zero + .seconds(1)) == "soon")
        #expect(queue.removeDue(at: .zero + .seconds(1)) == nil)
        #expect(queue.removeDue(at: .zero + .seconds(3)) == "later")
        #expect(queue.isEmpty && queue.first == nil && queue.removeFirst() == nil)
    }
}
