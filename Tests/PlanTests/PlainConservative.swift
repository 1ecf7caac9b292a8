/// Conservative backfilling on counted processors, written plainly by its definition, to compare the planner with.
///
/// At one instant ends come first, then arrivals, then one pass: in order of arrival each job gets the earliest start
/// at which, by the estimates, its processors are free for as long as it may run, beside all that run and all before
/// it; it starts if that is now.
struct PlainConservative {
    let width: Int

    /// When each job starts, in seconds.
    func starts(of jobs: [PlainSimulator.PlainJob]) -> [Int] {
        var starts = [Int](repeating: -1, count: jobs.count)
        var waiting: [Int] = []
        var running: [Int] = []
        var arrived = 0
        func end(of job: Int) -> Int { starts[job] + min(jobs[job].runTime, jobs[job].estimate) }
        while true {
            let next = [running.map(end).min(), arrived < jobs.count ? jobs[arrived].arrivesAt : nil]
            guard let now = next.compactMap(\.self).min() else { return starts }
            running.removeAll { end(of: $0) <= now }
            while arrived < jobs.count, jobs[arrived].arrivesAt <= now {
                waiting.append(arrived)
                arrived += 1
            }
            // Second by second from now on, until all would have ended one after another.
            let horizon = (running + waiting).reduce(0) { $0 + jobs[$1].estimate }
            var free = [Int](repeating: width, count: horizon)
            for job in running {
                for second in 0..<starts[job] + jobs[job].estimate - now { free[second] -= jobs[job].width }
            }
            for job in waiting {
                let at = earliest(jobs[job], free)
                for second in at..<at + jobs[job].estimate { free[second] -= jobs[job].width }
                guard at == 0 else { continue }
                starts[job] = now
                running.append(job)
            }
            waiting.removeAll { starts[$0] == now }
        }
    }

    private func earliest(_ job: PlainSimulator.PlainJob, _ free: [Int]) -> Int {
        var begin = 0
        var second = 0
        while second < free.count, second - begin < job.estimate {
            if free[second] < job.width { begin = second + 1 }
            second += 1
        }
        return begin
    }
}
