import Model

/// Where a job stands that is served by when it is due, as its like end and begin.
///
/// - Cost: each begin and end looks at the kinds that its user has, and at what runs of them; at their jobs only when
///   something else is to be expected of these.
extension Planner.State {
    var triesKindsOut: Bool { if case .due = order { expectation != .request } else { false } }

    mutating func join(_ number: Int, at: Instant) {
        guard triesKindsOut, !jobs[number].isRemoved, !jobs[number].hasEnded else { return }
        let name = family(of: number)
        families.join(number, name)
        families.expect(outlook(of: name, at: at), of: name)
    }

    mutating func begin(_ handOver: HandOver) {
        guard triesKindsOut else { return }
        var attempt = handOver.firstAttempt
        for tasks in handOver.tasks {
            let name = family(of: tasks.job.number)
            for _ in tasks.iterations {
                families.begin(attempt, of: name)
                attempt.number += 1
            }
        }
        for tasks in handOver.tasks { followFamilies(of: tasks.job, at: handOver.at) }
    }

    mutating func leaveFamily(_ attempt: AttemptIdentifier, of job: JobIdentifier, at: Instant) {
        guard triesKindsOut else { return }
        families.end(attempt, of: family(of: job.number))
        followFamilies(of: job, at: at)
    }

    /// Finds them all anew.
    mutating func gatherFamilies() {
        families = Families()
        guard triesKindsOut else { return }
        for number in jobs.indices { join(number, at: .zero) }
        for chain in chains {
            for attempt in chain?.members ?? [] {
                guard let motion = motion[attempt.number] else { continue }
                families.begin(attempt, of: family(of: motion.task.job.number))
            }
        }
        for number in jobs.indices where families[family(of: number)] != nil {
            let name = family(of: number)
            families.expect(outlook(of: name, at: .zero), of: name)
        }
    }

    /// How long a job's tasks are expected to run where its standing depends on that.
    func expectedTimeInLine(of number: Int) -> Duration {
        let job = jobs[number].job
        guard triesKindsOut, let index = jobs[number].requestClass, let kind = kind(of: job, like: index),
            let family = families[Families.Name(user: job.user, kind: kind)]
        else { return expectedTime(of: job) }
        let request = job.request
        return family.outlook.expectedTime(
            asked: request.expectedTime ?? request.wallTime ?? JobState.unknownTime, limit: request.wallTime)
    }

    private mutating func family(of number: Int) -> Families.Name {
        let job = jobs[number].job
        let index = classIndex(of: JobIdentifier(number), memory: job.request.memory)
        return Families.Name(user: job.user, kind: kind(of: job, like: index) ?? .requestClass(index))
    }

    private mutating func followFamilies(of job: JobIdentifier, at: Instant) {
        for name in families.related(to: family(of: job.number)) {
            guard let family = families[name] else { continue }
            let outlook = outlook(of: name, at: at)
            guard outlook != family.outlook else { continue }
            families.expect(outlook, of: name)
            var members: [Int] = []
            for number in family.members where !jobs[number].isRemoved && !jobs[number].hasEnded {
                guard self.family(of: number) == name else { continue }
                members.append(number)
                leaveService(JobIdentifier(number))
                rank(number)
                enterService(JobIdentifier(number))
            }
            families.keep(members, of: name)
        }
    }

    /// As the last ones did; and who runs for longer than that says that others may.
    private func outlook(of name: Families.Name, at: Instant) -> Families.Outlook {
        let running = families[name]?.running ?? []
        var outlook = Families.Outlook()
        outlook.isTrial = running.isEmpty
        guard let learned = learned(of: name.kind, user: name.user, by: expectation) else { return outlook }
        // What was learned stands for two.
        var sum = 2 * learned.nanoseconds
        var count: Int64 = 2
        for attempt in running {
            guard let ran = motion[attempt.number]?.runTime(at: at), ran > learned else { continue }
            sum += ran.nanoseconds
            count += 1
        }
        outlook.learned = Duration(nanoseconds: sum / count)
        return outlook
    }
}
