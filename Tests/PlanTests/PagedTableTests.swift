import Model
import Rehearsal
import Testing

@Suite("Values by number")
struct PagedTableTests {
    @Test("it holds what a dictionary holds, while its numbers move on", arguments: 0..<20)
    func values(seed: Int) {
        var numbers = SeededNumbers(seed: UInt64(seed))
        var table = PagedTable<Int>()
        var plain: [Int: Int] = [:]
        for step in 0..<1_500 {
            // As attempts do: new ones come behind the others, and some of the old stay.
            let number = max(0, step - Int.random(in: 0..<200, using: &numbers))
            switch Int.random(in: 0..<4, using: &numbers) {
            case 0, 1:
                table.insert(step, at: number)
                plain[number] = step
            case 2: #expect(table.remove(at: number) == plain.removeValue(forKey: number))
            default:
                table.update(number) { $0 += 1 }
                plain[number]? += 1
            }
            #expect(table[number] == plain[number])
            #expect(table.count == plain.count)
        }
        #expect(table.numbers == plain.keys.sorted())
        #expect(table.numbers(in: 1_300..<1_400) == plain.keys.filter((1_300..<1_400).contains).sorted())

        for number in plain.keys { _ = table.remove(at: number) }
        #expect(table.isEmpty && table.numbers.isEmpty)
    }

    @Test("one value alone, whatever its number, is found again and replaced")
    func single() {
        var table = PagedTable<String>()
        table.insert("first", at: 1_000_000)
        table.insert("second", at: 1_000_000)

        #expect(table.numbers == [1_000_000])
        #expect(table[1_000_000] == "second" && table[0] == nil)
        #expect(table.remove(at: 0) == nil)
        #expect(table.remove(at: 1_000_000) == "second")
        #expect(table.isEmpty)
    }

    @Test("two are equal that hold the same, however they came to it")
    func equality() {
        var table = PagedTable<Int>()
        for number in [3, 700, 90] { table.insert(number, at: number) }
        _ = table.remove(at: 700)
        var other = PagedTable<Int>()
        for number in [90, 3] { other.insert(number, at: number) }

        #expect(table == other)
        other.insert(4, at: 3)
        #expect(table != other)
    }
}
