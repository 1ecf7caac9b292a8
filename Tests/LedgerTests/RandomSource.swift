/// Random numbers that a seed repeats (SplitMix64).
struct RandomSource: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }

    mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }
    mutating func chance(_ percent: Int) -> Bool { number(1...100) <= percent }
    mutating func bytes(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8(truncatingIfNeeded: next()) } }

    mutating func pick<Element>(_ choices: [Element]) -> Element { choices[number(0...(choices.count - 1))] }

    /// Small, huge, negative and extreme ones.
    mutating func integer() -> Int {
        switch number(0...9) {
        case 0: pick([0, 1, -1, .max, .min, 127, 128, 1 << 32])
        case 1: Int(truncatingIfNeeded: next())
        default: number(0...100_000)
        }
    }

    mutating func text() -> String {
        pick(["", "a", "grüße", "x\u{0}y", "\u{1F680}", String(repeating: "long ", count: number(1...60))])
    }

    mutating func list<Element>(_ element: (inout RandomSource) -> Element) -> [Element] {
        let count = number(0...3)
        var list: [Element] = []
        for _ in 0..<count { list.append(element(&self)) }
        return list
    }

    mutating func optional<Value>(_ value: (inout RandomSource) -> Value) -> Value? {
        chance(50) ? value(&self) : nil
    }
}
