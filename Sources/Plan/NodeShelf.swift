/// Nodes by how many whole cores of them are free.
struct NodeShelf: Sendable, Hashable {
    private var byFreeCores: [NumberSet] = []
    private var filled = NumberSet()

    var isEmpty: Bool { filled.isEmpty }
    /// One more than the most whole cores that were ever free on a node.
    var count: Int { byFreeCores.count }

    /// Puts a node where its free cores belong; below zero: it stands nowhere.
    mutating func move(_ number: Int, from before: Int, to place: Int) {
        if before >= 0 {
            byFreeCores[before].remove(number)
            if byFreeCores[before].isEmpty { filled.remove(before) }
        }
        guard place >= 0 else { return }
        while byFreeCores.count <= place { byFreeCores.append(NumberSet()) }
        if byFreeCores[place].isEmpty { filled.insert(place) }
        byFreeCores[place].insert(number)
    }

    /// The fewest free cores, not below so many, that any node has.
    func first(from place: Int) -> Int? { filled.first(from: place) }

    /// The most free cores that any node has.
    var last: Int? { filled.last }

    /// The most, not above so many.
    func last(upTo place: Int) -> Int? { filled.last(upTo: place) }

    /// The lowest node with exactly so many free, not below a number.
    func node(with place: Int, from number: Int) -> Int? { byFreeCores[place].first(from: number) }

    /// The lowest node with so many free or more, not below a number.
    ///
    /// - Cost: O(different numbers of free cores × log nodes).
    func node(withAtLeast least: Int, from number: Int) -> Int? {
        var lowest: Int?
        var place = first(from: least)
        while let present = place {
            if let node = node(with: present, from: number) { lowest = min(lowest ?? node, node) }
            place = first(from: present + 1)
        }
        return lowest
    }

    /// - Returns: whether `visit` said that it is enough.
    func visitAll(with place: Int, _ visit: (Int) -> Bool) -> Bool {
        var next = node(with: place, from: 0)
        while let number = next {
            if visit(number) { return true }
            next = node(with: place, from: number + 1)
        }
        return false
    }
}
