import Model

/// Ready tasks that ask for the same, so that the planner looks at one of them for all.
struct RequestClass: Sendable, Hashable {
    /// Apart, since tables of classes grow, and little of it is asked for often.
    private let kept: Kept<ClassKey>
    /// The one before it with the same digest of its key.
    var nextOfDigest: Int?
    /// The first class with the same request; from what its tasks took, others learn.
    let alike: Int
    let needs: Needs
    /// Whether any node that has enough cores, memory and GPUs would do.
    let isModest: Bool
    /// Whether its submitter said how long its tasks may or should run.
    let isTimed: Bool
    /// The lines with ready tasks, in the order of service.
    private(set) var lines: [LineKey] = []
    private var head = 0
    private(set) var readyCount = 0
    /// Of all its tasks' attempts; a job of one task has no better expectation.
    var measured = Measure()

    init(_ key: ClassKey, alike: Int) {
        self.alike = alike
        needs = Needs(of: key.request)
        isTimed = key.request.expectedTime != nil || key.request.wallTime != nil
        isModest =
            key.request.nodes.lowerBound <= 1 && key.request.named.isEmpty && key.request.alternatives.isEmpty
            && key.request.sharing == .none
        kept = Kept(key)
    }

    var key: ClassKey { kept.value }
    var request: Request { key.request }
    /// Whether one of several requests would do.
    var hasOptions: Bool { !key.request.alternatives.isEmpty }
    /// What would do, in the order in which it is tried.
    var options: [Request] { key.request.options }
    var limits: [Int] { key.limits }
    var share: Int? { key.share }

    var first: LineKey? { head < lines.count ? lines[head] : nil }
    /// The lines that hold ready tasks, first come first.
    var waiting: ArraySlice<LineKey> { lines[head...] }

    mutating func add(_ count: Int, to key: LineKey, wasEmpty: Bool) {
        readyCount += count
        guard wasEmpty else { return }
        lines.insert(key, at: position(of: key))
    }

    mutating func remove(_ count: Int, from key: LineKey, isEmpty: Bool) {
        readyCount -= count
        let position = position(of: key)
        guard isEmpty, position < lines.count, lines[position] == key else { return }
        guard position == head else {
            lines.remove(at: position)
            return
        }
        head += 1
        guard head * 2 > lines.count else { return }
        lines.removeFirst(head)
        head = 0
    }

    private func position(of key: LineKey) -> Int {
        var low = head
        var high = lines.count
        while low < high {
            let middle = (low + high) / 2
            if lines[middle] < key { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

/// The ready tasks of one job that ask for the same memory; ordered as their jobs are to be served.
struct LineKey: Sendable, Hashable, Comparable {
    /// The larger goes first.
    var standing: Int
    var job: JobIdentifier
    var memory: Bytes

    static func < (left: LineKey, right: LineKey) -> Bool {
        if left.standing != right.standing { return left.standing > right.standing }
        return left.job == right.job ? left.memory < right.memory : left.job < right.job
    }
}

/// A task's place in the order of service.
struct Rank: Sendable, Hashable, Comparable {
    var standing: Int
    var task: TaskIdentifier
    /// Where shares are fair, how much those whose task it is have used: the smaller goes first, whatever the standing.
    var used: Int64 = 0

    static func < (left: Rank, right: Rank) -> Bool {
        if left.used != right.used { return left.used < right.used }
        return left.standing == right.standing ? left.task < right.task : left.standing > right.standing
    }
}
