import Model

extension Planner.State {
    /// The class of a job's tasks that ask for so much memory, made when there is none yet.
    mutating func classIndex(of job: JobIdentifier, memory: Bytes) -> Int {
        if memory == jobs[job.number].job.request.memory, let known = jobs[job.number].requestClass { return known }
        var key = ClassKey(request: jobs[job.number].job.request)
        key.request.memory = memory
        key.request.memoryLimit = .zero
        key.limits = limits(of: job)
        if fairShares.halfLife != nil { key.share = fairShares.number(of: jobs[job.number].job) }
        if triesKindsOut { key.family = [jobs[job.number].job.user, jobs[job.number].job.kind] }
        let index = knownClass(key) ?? makeClass(key)
        if memory == jobs[job.number].job.request.memory { jobs[job.number].requestClass = index }
        return index
    }

    private func knownClass(_ key: ClassKey) -> Int? {
        var next = classOfDigest[key.digest]
        while let index = next, classes[index].key != key { next = classes[index].nextOfDigest }
        return next
    }

    private mutating func makeClass(_ key: ClassKey) -> Int {
        let index = classes.count
        let alike = (key.isPlain ? otherAlike(key.request) : self.alike(to: key.request)) ?? index
        // Where all are told apart by their requests alone, the first of a request is the only one.
        if !key.isPlain { classOfRequest[key.request] = alike }
        classes.append(RequestClass(key, alike: alike))
        counts.join(index, key.limits)
        classes[index].nextOfDigest = classOfDigest.updateValue(index, forKey: key.digest)
        return index
    }

    /// The first class that was made of a request, whosever it was.
    func alike(to request: Request) -> Int? { otherAlike(request) ?? knownClass(ClassKey(request: request)) }

    private func otherAlike(_ request: Request) -> Int? {
        classOfRequest.isEmpty ? nil : classOfRequest[request]
    }

    /// Makes classes anew from now on.
    mutating func forgetClasses() {
        for index in classes.indices {
            if classes[index].key.isPlain { classOfRequest[classes[index].request] = classes[index].alike }
            classes[index].nextOfDigest = nil
        }
        classOfDigest = [:]
    }

    /// Puts tasks that are neither ready, in motion nor ended into the line.
    mutating func makeReady(_ tasks: TaskRange) {
        let number = tasks.job.number
        if jobs[number].trouble.isEmpty {
            insert(tasks.iterations, into: ownKey(of: tasks.job))
            return
        }
        for iteration in tasks.iterations {
            insert(iteration..<iteration + 1, into: key(of: tasks.job, memory: jobs[number].memory(of: iteration)))
        }
    }

    func key(of job: JobIdentifier, memory: Bytes) -> LineKey {
        LineKey(standing: jobs[job.number].standing, job: job, memory: memory)
    }

    private func ownKey(of job: JobIdentifier) -> LineKey {
        key(of: job, memory: jobs[job.number].job.request.memory)
    }

    private mutating func insert(_ iterations: Range<Int>, into key: LineKey) {
        let wasEmpty = line(key).isEmpty
        if key.memory == jobs[key.job.number].job.request.memory {
            jobs[key.job.number].ready.insert(iterations)
        } else {
            jobs[key.job.number].grown[key.memory, default: ReadyLine()].insert(iterations)
        }
        guard !jobs[key.job.number].isPaused else { return }
        let index = classIndex(of: key.job, memory: key.memory)
        classes[index].add(iterations.count, to: key, wasEmpty: wasEmpty)
        findPlace(of: index)
    }

    /// Takes tasks out of the line they stand in; those that stand in none are passed over.
    mutating func removeReady(_ tasks: TaskRange) {
        remove(tasks.iterations, from: ownKey(of: tasks.job))
        guard !jobs[tasks.job.number].grown.isEmpty else { return }
        // Sorted, since the order of a dictionary's keys differs from process to process.
        for memory in jobs[tasks.job.number].grown.keys.sorted() {
            remove(tasks.iterations, from: key(of: tasks.job, memory: memory))
        }
    }

    private mutating func remove(_ iterations: Range<Int>, from key: LineKey) {
        let number = key.job.number
        let removed: Int
        let isEmpty: Bool
        if key.memory == jobs[number].job.request.memory {
            guard !jobs[number].ready.isEmpty else { return }
            removed = jobs[number].ready.remove(iterations)
            isEmpty = jobs[number].ready.isEmpty
        } else {
            removed = jobs[number].grown[key.memory]?.remove(iterations) ?? 0
            isEmpty = jobs[number].grown[key.memory]?.isEmpty ?? true
            if isEmpty { jobs[number].grown[key.memory] = nil }
        }
        guard removed > 0, !jobs[number].isPaused else { return }
        leaveClass(of: key, removed, isEmpty: isEmpty)
    }

    private mutating func leaveClass(of key: LineKey, _ count: Int, isEmpty: Bool) {
        let index = classIndex(of: key.job, memory: key.memory)
        classes[index].remove(count, from: key, isEmpty: isEmpty)
        findPlace(of: index)
    }

    /// Puts a class where its first task belongs in the order of service; while it is at a limit, nowhere.
    mutating func findPlace(of index: Int) {
        findPlace(of: index, rank: isAtLimit(index) ? nil : rank(of: index))
    }

    mutating func findPlace(of index: Int, rank: Rank?) {
        var needs = classes[index].needs
        if !isForeseen(index) { needs.time = 0 }
        waiting.update(index, rank: rank, needs: needs)
    }

    /// Whether how long a class's tasks should run was said by who submitted them, and is believed.
    func isForeseen(_ index: Int) -> Bool {
        expectation == .request && classes[index].isTimed
    }

    /// The lines in which tasks of a job are ready, in an order that is always the same.
    private func keys(of job: JobIdentifier) -> [LineKey] {
        let state = jobs[job.number]
        let grown = state.grown.keys.sorted().map { key(of: job, memory: $0) }
        return (state.ready.isEmpty ? [] : [ownKey(of: job)]) + grown
    }

    /// Takes a job's lines away from those that are served; its tasks stay in them.
    mutating func leaveService(_ job: JobIdentifier) {
        guard !jobs[job.number].isPaused else { return }
        for key in keys(of: job) { leaveClass(of: key, line(key).count, isEmpty: true) }
    }

    /// Puts a job's lines among those that are served.
    mutating func enterService(_ job: JobIdentifier) {
        guard !jobs[job.number].isPaused else { return }
        for key in keys(of: job) {
            let index = classIndex(of: job, memory: key.memory)
            classes[index].add(line(key).count, to: key, wasEmpty: true)
            findPlace(of: index)
        }
    }

    func line(_ key: LineKey) -> ReadyLine {
        key.memory == jobs[key.job.number].job.request.memory
            ? jobs[key.job.number].ready : jobs[key.job.number].grown[key.memory] ?? ReadyLine()
    }

    /// The first ready tasks of a class, at most so many, in submission order.
    func firstReady(of requestClass: Int, limit: Int) -> [TaskRange] {
        // Mostly one is asked for: without a line's ranges.
        if limit == 1, let key = classes[requestClass].first {
            return firstIteration(in: key).map { [TaskRange(job: key.job, iterations: $0..<$0 + 1)] } ?? []
        }
        var result: [TaskRange] = []
        var rest = limit
        for key in classes[requestClass].waiting {
            for iterations in line(key).prefix(rest) {
                result.append(TaskRange(job: key.job, iterations: iterations))
                rest -= iterations.count
            }
            if rest == 0 { break }
        }
        return result
    }

    /// The place of a class's first task in the order of service.
    func rank(of requestClass: Int) -> Rank? {
        guard let key = classes[requestClass].first, let iteration = firstIteration(in: key) else { return nil }
        return Rank(standing: key.standing, task: TaskIdentifier(job: key.job, iteration: iteration))
    }

    // Asked for at each start: without a copy of the line.
    private func firstIteration(in key: LineKey) -> Int? {
        key.memory == jobs[key.job.number].job.request.memory
            ? jobs[key.job.number].ready.first : jobs[key.job.number].grown[key.memory]?.first
    }
}
