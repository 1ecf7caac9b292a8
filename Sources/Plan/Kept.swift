/// A value that is read often and changed seldom, once for all copies of whoever holds it: each of them costs a word.
final class Kept<Value: Sendable & Hashable>: Sendable, Hashable {
    let value: Value

    init(_ value: Value) { self.value = value }

    static func == (left: Kept, right: Kept) -> Bool { left === right || left.value == right.value }

    func hash(into hasher: inout Hasher) { hasher.combine(value) }
}
