import Model

/// First come and EASY on counted processors, written plainly by their definitions, to compare the planner with.
///
/// At one instant ends come first, then arrivals, then one pass. A job ends at its estimate at the latest.
struct PlainSimulator {
    struct PlainJob {
        var arrivesAt: Int
        var runTime: Int
        var estimate: Int
        var width: Int
    }

    private struct Running {
        var endsAt: Int
        var expectedEnd: Int
        var width: Int
    }

    let width: Int
    let mayOvertake: Bool

    /// When each job starts, in seconds.
    func starts(of jobs: [PlainJob]) -> [Int] {
        var starts = [Int](repeating: -1, count: jobs.count)
        var waiting: [Int] = []
        var running: [Running] = []
        var arrived = 0
        while true {
            let next = [running.map(\.endsAt).min(), arrived < jobs.count ? jobs[arrived].arrivesAt : nil]
            guard let now = next.compactMap(\.self).min() else { return starts }
            running.removeAll { $0.endsAt <= now }
            while arrived < jobs.count, jobs[arrived].arrivesAt <= now {
                waiting.append(arrived)
                arrived += 1
            }
            pass(jobs, &waiting, &running, &starts, at: now)
        }
    }

    private func pass(
        _ jobs: [PlainJob], _ waiting: inout [Int], _ running: inout [Running], _ starts: inout [Int], at now: Int
    ) {
        var free = width - running.reduce(0) { $0 + $1.width }
        func start(_ job: Int) {
            starts[job] = now
            free -= jobs[job].width
            let runTime = min(jobs[job].runTime, jobs[job].estimate)
            running.append(
                Running(endsAt: now + runTime, expectedEnd: now + jobs[job].estimate, width: jobs[job].width))
        }
        while let head = waiting.first, jobs[head].width <= free { start(waiting.removeFirst()) }
        guard mayOvertake, let head = waiting.first else { return }
        var atShadow = free
        var shadow = now
        for one in running.sorted(by: { $0.expectedEnd < $1.expectedEnd }) {
            if atShadow >= jobs[head].width, one.expectedEnd > shadow { break }
            atShadow += one.width
            shadow = one.expectedEnd
        }
        var left = atShadow - jobs[head].width
        for job in waiting.dropFirst() where jobs[job].width <= free {
            let endsInTime = now + jobs[job].estimate <= shadow
            guard endsInTime || jobs[job].width <= left else { continue }
            if !endsInTime { left -= jobs[job].width }
            start(job)
            waiting.removeAll { $0 == job }
        }
    }
}
