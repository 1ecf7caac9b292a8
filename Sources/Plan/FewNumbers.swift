/// A set of a few numbers, in ascending order, whatever their size.
///
/// - Cost: O(log n), and n moved where one comes or goes.
struct FewNumbers: Sendable, Hashable {
    private(set) var members: [Int] = []

    var isEmpty: Bool { members.isEmpty }
    var count: Int { members.count }

    mutating func insert(_ number: Int) {
        let position = position(of: number)
        if position == members.count || members[position] != number { members.insert(number, at: position) }
    }

    mutating func remove(_ number: Int) {
        if contains(number) { members.remove(at: position(of: number)) }
    }

    func contains(_ number: Int) -> Bool {
        let position = position(of: number)
        return position < members.count && members[position] == number
    }

    private func position(of number: Int) -> Int { members.leading { $0 < number } }
}
