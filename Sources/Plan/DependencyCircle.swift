import Model

/// Finds jobs of one batch that wait for each other.
enum DependencyCircle {
    private enum Mark { case fresh, open, done }

    /// The names along a circle, the first again at the end; none when there is no circle.
    ///
    /// - Cost: O(jobs + dependencies), without recursion: a chain of 100,000 jobs is no problem.
    static func find(in jobs: [Job], positions: [String: Int]) -> [String]? {
        var marks = [Mark](repeating: .fresh, count: jobs.count)
        for start in jobs.indices where marks[start] == .fresh {
            // The path from `start`, each with the position of the dependency to follow next.
            var path = [(job: start, next: 0)]
            marks[start] = .open
            while let (job, next) = path.last {
                guard next < jobs[job].dependencies.count else {
                    marks[job] = .done
                    path.removeLast()
                    continue
                }
                path[path.count - 1].next += 1
                guard let other = positions[jobs[job].dependencies[next].job] else { continue }
                switch marks[other] {
                case .done: continue
                case .fresh:
                    marks[other] = .open
                    path.append((other, 0))
                case .open:
                    let circle = path.drop { $0.job != other }.map { jobs[$0.job].name }
                    return circle + [jobs[other].name]
                }
            }
        }
        return nil
    }
}
