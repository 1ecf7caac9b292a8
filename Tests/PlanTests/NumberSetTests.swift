import Rehearsal
import Testing

@testable import Plan

@Suite("Numbers in order")
struct NumberSetTests {
    @Test("it holds what a plain set holds, however large its numbers are", arguments: [60, 64, 65, 4_000, 300_000])
    func members(limit: Int) {
        var numbers = SeededNumbers(seed: UInt64(limit))
        var set = NumberSet()
        var plain: Set<Int> = []
        for _ in 0..<400 {
            let number = Int.random(in: 0..<limit, using: &numbers)
            if Bool.random(using: &numbers) {
                set.insert(number)
                plain.insert(number)
            } else {
                set.remove(number)
                plain.remove(number)
            }
            let border = Int.random(in: 0..<limit, using: &numbers)

            #expect(set.contains(number) == plain.contains(number))
            #expect(set.isEmpty == plain.isEmpty)
            #expect(set.first(from: border) == plain.filter { $0 >= border }.min())
            #expect(set.last(upTo: border) == plain.filter { $0 <= border }.max())
        }
        #expect(set.members == plain.sorted())
        #expect(set.last == plain.max())

        set.removeAll()
        #expect(set.isEmpty && set.members.isEmpty)
    }

    @Test("a number above those of one word leaves the others where they are")
    func growing() {
        var set = NumberSet()
        for number in [0, 7, 63] { set.insert(number) }
        set.insert(5_000)

        #expect(set.members == [0, 7, 63, 5_000])
        #expect(set.last(upTo: 4_999) == 63)
    }
}
