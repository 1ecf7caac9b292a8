import Model

/// Priority with pausing on one node of counted cores, written plainly by its definition, to compare the planner with.
///
/// At one instant ends come first, then arrivals. Then who is first in line starts, or goes on, while it fits; if it
/// does not, those of lesser priority pause for it, as few as are needed, nobody twice for the same one.
struct PlainYieldingSimulator {
    struct PlainJob {
        var arrivesAt: Int
        var runTime: Int
        var width: Int
        var priority: Int
    }

    enum Step: Int, Hashable, Comparable {
        case start, pause, goOn
        static func < (left: Step, right: Step) -> Bool { left.rawValue < right.rawValue }
    }

    struct Event: Hashable, Comparable {
        var at: Int
        var job: Int
        var step: Step

        static func < (left: Event, right: Event) -> Bool {
            (left.at, left.job, left.step) < (right.at, right.job, right.step)
        }
    }

    private struct Running {
        var job: Int
        var since: Int
        var ran: Int
        var number: Int
        var yieldedTo: [Int] = []
    }

    let jobs: [PlainJob]
    let width: Int
    let victim: Policy.Preemption.Victim
    private var fresh: [Int] = []
    private var running: [Running] = []
    private var paused: [Running] = []
    private var events: [Event] = []
    private var started = 0

    init(_ jobs: [PlainJob], width: Int, victim: Policy.Preemption.Victim) {
        self.jobs = jobs
        self.width = width
        self.victim = victim
    }

    private var free: Int { width - running.reduce(0) { $0 + jobs[$1.job].width } }

    mutating func play() -> [Event] {
        var arrived = 0
        while true {
            let ends = running.map { $0.since + jobs[$0.job].runTime - $0.ran }
            let next = [ends.min(), arrived < jobs.count ? jobs[arrived].arrivesAt : nil].compactMap(\.self).min()
            guard let now = next else { return events.sorted() }
            running.removeAll { $0.since + jobs[$0.job].runTime - $0.ran <= now }
            while arrived < jobs.count, jobs[arrived].arrivesAt <= now {
                fresh.append(arrived)
                arrived += 1
            }
            while serveFirst(at: now) {}
        }
    }

    private mutating func serveFirst(at now: Int) -> Bool {
        let line = (fresh + paused.map(\.job)).sorted { (-jobs[$0].priority, $0) < (-jobs[$1].priority, $1) }
        guard let head = line.first else { return false }
        if jobs[head].width > free {
            guard let yielding = yielding(to: head, at: now) else { return false }
            for one in yielding { pause(one, for: head, at: now) }
        }
        if let position = paused.firstIndex(where: { $0.job == head }) {
            var one = paused.remove(at: position)
            one.since = now
            running.append(one)
            events.append(Event(at: now, job: head, step: .goOn))
        } else {
            fresh.removeAll { $0 == head }
            running.append(Running(job: head, since: now, ran: 0, number: started))
            started += 1
            events.append(Event(at: now, job: head, step: .start))
        }
        return true
    }

    private func yielding(to head: Int, at now: Int) -> [Int]? {
        let able = running.filter { jobs[$0.job].priority < jobs[head].priority && !$0.yieldedTo.contains(head) }
        let inOrder = able.sorted { left, right in
            let (mine, theirs) = (key(left, at: now), key(right, at: now))
            if mine != theirs { return mine < theirs }
            let (low, high) = (jobs[left.job].priority, jobs[right.job].priority)
            return low == high ? left.number > right.number : low < high
        }
        var chosen: [Int] = []
        var gained = free
        for one in inOrder where gained < jobs[head].width {
            chosen.append(one.job)
            gained += jobs[one.job].width
        }
        guard gained >= jobs[head].width else { return nil }
        for one in chosen.dropLast().reversed() where gained - jobs[one].width >= jobs[head].width {
            chosen.removeAll { $0 == one }
            gained -= jobs[one].width
        }
        return chosen
    }

    private func key(_ one: Running, at now: Int) -> Int {
        switch victim {
        case .mostRunTime: -(one.ran + now - one.since)
        case .smallestRequest: jobs[one.job].width
        }
    }

    private mutating func pause(_ job: Int, for head: Int, at now: Int) {
        guard let position = running.firstIndex(where: { $0.job == job }) else { return }
        var one = running.remove(at: position)
        one.ran += now - one.since
        one.yieldedTo.append(head)
        paused.append(one)
        events.append(Event(at: now, job: job, step: .pause))
    }
}
