internal import Dialects
internal import Model
internal import Rehearsal

/// What the colours of a rehearsal's pictures mean, the same for all of its policies.
struct CourseShades {
    /// What is told apart, the one with the most core time first; what has no colour of its own comes after them.
    let names: [String]
    /// Of each job, by its number.
    private let shades: [Int]
    /// Whether each job has a colour, so that its name in the picture says enough.
    let isByJob: Bool

    // 6: what colour-blind readers can tell apart.
    static let count = 6
    // 26: as many letters; more are told apart by their kind.
    private static let mostJobs = 26

    init(of course: Course) {
        let jobs = course.jobs
        isByJob = jobs.count <= Self.mostJobs
        if isByJob {
            names = jobs.map(\.name)
            shades = jobs.indices.map { $0 % Self.count }
            return
        }
        let groups = Self.groups(of: jobs)
        var work: [String: Int128] = [:]
        for stretch in course.stretches {
            let width = Int128(stretch.placement.width.thousandths)
            work[groups[stretch.task.job.number], default: 0] += width * Int128((stretch.to - stretch.from).nanoseconds)
        }
        let ranked = work.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
        names = Array(ranked.prefix(Self.count))
        var numbers: [String: Int] = [:]
        for (number, name) in names.enumerated() { numbers[name] = number }
        shades = groups.map { numbers[$0] ?? Self.count }
    }

    func shade(of job: JobIdentifier) -> Int { shades[job.number] }

    /// The class of its colour.
    static func style(_ shade: Int) -> String { shade < count ? "s\(shade)" : "so" }

    /// By kind if there are several, else by user, else by how wide they are.
    private static func groups(of jobs: [Job]) -> [String] {
        for name in [\Job.kind, \Job.user] where Set(jobs.map { $0[keyPath: name] }).count > 1 {
            return jobs.map { $0[keyPath: name].isEmpty ? "others" : $0[keyPath: name] }
        }
        return jobs.map { job in
            switch job.request.asked.thousandths * Int64(job.request.nodes.lowerBound) {
            case ...1000: "1 core"
            case ...4000: "2 to 4 cores"
            case ...16_000: "5 to 16 cores"
            case ...64_000: "17 to 64 cores"
            case ...256_000: "65 to 256 cores"
            default: "more than 256 cores"
            }
        }
    }
}
