internal import Model

/// How many jobs in a row stand before each job.
enum JobLevels {
    /// A level for each job, from 0; jobs of one level don't wait for each other.
    ///
    /// - Order: the jobs' own; every dependency is among them and there is no circle.
    /// - Cost: O(jobs + dependencies), without recursion.
    static func levels(of jobs: [Job]) -> [Int] {
        let positions = Dictionary(jobs.enumerated().map { ($1.name, $0) }) { first, _ in first }
        var followers = [[Int]](repeating: [], count: jobs.count)
        var open = [Int](repeating: 0, count: jobs.count)
        for (position, job) in jobs.enumerated() {
            for dependency in job.dependencies {
                guard let other = positions[dependency.job] else { continue }
                followers[other].append(position)
                open[position] += 1
            }
        }
        var levels = [Int](repeating: 0, count: jobs.count)
        var free = open.indices.filter { open[$0] == 0 }
        while let position = free.popLast() {
            for follower in followers[position] {
                levels[follower] = max(levels[follower], levels[position] + 1)
                open[follower] -= 1
                if open[follower] == 0 { free.append(follower) }
            }
        }
        return levels
    }
}
