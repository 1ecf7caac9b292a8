import Model

/// Who counts against which limit.
extension Planner.State {
    /// Of a job: its own limit, its user's and its tags', as far as there are any.
    mutating func limits(of job: Job, _ identifier: JobIdentifier) -> [Int] {
        var result: [Int] = []
        if let most = job.atMost { result.append(counts.number(of: .job(identifier), atMost: most)) }
        if let most = limits.perUser { result.append(counts.number(of: .user(job.user), atMost: most)) }
        for limit in limits.perTag where job.tags.contains(limit.tag) {
            result.append(counts.number(of: .tag(limit.tag), atMost: limit.limit))
        }
        return result
    }

    /// Whether as many run as may, of what a class's tasks count against.
    func isAtLimit(_ requestClass: Int) -> Bool { classes[requestClass].limits.contains(where: counts.hasReached) }

    /// How many of a class may run at once, by its limits.
    func mostAtOnce(of requestClass: Int) -> Int {
        classes[requestClass].limits.map { counts.mostOf[$0] }.min() ?? Int.max
    }

    private mutating func count(_ difference: Int, of requestClass: Int) {
        for number in classes[requestClass].limits {
            let hadReached = counts.hasReached(number)
            counts.change([number], by: difference)
            guard counts.hasReached(number) != hadReached else { continue }
            for index in counts.classes[number] { findPlace(of: index) }
        }
    }

    /// A chain has been given its cores.
    mutating func noteBegin(of chain: Chain, _ slot: Int, at: Instant) {
        nodes.lastTaken = chain.placement.parts.last?.node.number
        count(1, of: chain.requestClass)
        use(chain.placement.width, of: chain.requestClass, at: at)
        if classes[chain.requestClass].request.isElastic, chain.placement.parts.count == 1 { malleable.insert(slot) }
    }

    /// A chain has given them back.
    mutating func noteEnd(of chain: Chain, _ slot: Int, at: Instant) {
        count(-1, of: chain.requestClass)
        use(.zero - chain.placement.width, of: chain.requestClass, at: at)
        malleable.remove(slot)
    }

    /// A chain's cores have become so many more.
    mutating func use(_ width: Cores, of requestClass: Int, at: Instant) {
        guard let share = classes[requestClass].share else { return }
        fairShares.change(share, by: width, at: at)
    }

    /// From now on others count together; what waits and what runs is sorted anew.
    mutating func count(by policy: Policy) {
        guard policy.limits != limits || policy.fairShare != fairShares.halfLife else { return }
        for number in jobs.indices { leaveService(JobIdentifier(number)) }
        limits = policy.limits
        counts = RunningCounts()
        fairShares = FairShares(halfLife: policy.fairShare)
        classOfKey = [:]
        for number in jobs.indices {
            jobs[number].requestClass = nil
            enterService(JobIdentifier(number))
        }
        for slot in chains.indices {
            guard let chain = chains[slot], let first = chain.first, let task = motion[first.number]?.task else {
                continue
            }
            let memory = jobs[task.job.number].memory(of: task.iteration)
            let index = classIndex(of: task.job, memory: memory)
            if classes[index].measured.count == 0 { classes[index].measured = classes[chain.requestClass].measured }
            chains[slot]?.requestClass = index
            count(1, of: index)
            use(chain.placement.width, of: index, at: chain.progressedAt)
        }
    }
}
