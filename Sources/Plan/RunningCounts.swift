import Model

/// How many attempts run of those that count together, and how many may.
///
/// A chain counts once, since one of its members runs at a time; a paused attempt counts, since it goes on unasked.
struct RunningCounts: Sendable, Hashable {
    /// What counts together.
    enum Group: Sendable, Hashable {
        case job(JobIdentifier)
        case user(String)
        case tag(String)
    }

    private var numbers: [Group: Int] = [:]
    private(set) var groups: [Group] = []
    private(set) var mostOf: [Int] = []
    private(set) var running: [Int] = []
    /// The classes whose tasks count against each.
    private(set) var classes: [[Int]] = []

    /// The number of a group of which so many may run, given when it is first asked for.
    mutating func number(of group: Group, atMost most: Int) -> Int {
        if let known = numbers[group] { return known }
        numbers[group] = groups.count
        groups.append(group)
        mostOf.append(most)
        running.append(0)
        classes.append([])
        return groups.count - 1
    }

    mutating func join(_ requestClass: Int, _ numbers: [Int]) {
        for number in numbers { classes[number].append(requestClass) }
    }

    func hasReached(_ number: Int) -> Bool { running[number] >= mostOf[number] }

    mutating func change(_ numbers: [Int], by difference: Int) {
        for number in numbers { running[number] += difference }
    }
}
