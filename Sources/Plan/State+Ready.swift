import Model

extension Planner.State {
    /// The class of a job's tasks that ask for so much memory, made when there is none yet.
    mutating func classIndex(of job: JobIdentifier, memory: Bytes) -> Int {
        if memory == jobs[job.number].job.request.memory, let known = jobs[job.number].requestClass { return known }
        var request = jobs[job.number].job.request
        request.memory = memory
        request.memoryLimit = .zero
        request.wallTime = nil
        request.expectedTime = nil
        let index: Int
        if let known = classOfRequest[request] {
            index = known
        } else {
            index = classes.count
            classes.append(RequestClass(request: request))
            classOfRequest[request] = index
        }
        if memory == jobs[job.number].job.request.memory { jobs[job.number].requestClass = index }
        return index
    }

    /// Puts tasks that are neither ready, in motion nor ended into the line.
    mutating func makeReady(_ tasks: TaskRange) {
        let number = tasks.job.number
        let own = jobs[number].job.request.memory
        if jobs[number].trouble.isEmpty {
            insert(tasks.iterations, into: LineKey(job: tasks.job, memory: own))
            return
        }
        for iteration in tasks.iterations {
            let key = LineKey(job: tasks.job, memory: jobs[number].memory(of: iteration))
            insert(iteration..<iteration + 1, into: key)
        }
    }

    private mutating func insert(_ iterations: Range<Int>, into key: LineKey) {
        let wasEmpty = line(key).isEmpty
        if key.memory == jobs[key.job.number].job.request.memory {
            jobs[key.job.number].ready.insert(iterations)
        } else {
            jobs[key.job.number].grown[key.memory, default: ReadyLine()].insert(iterations)
        }
        let index = classIndex(of: key.job, memory: key.memory)
        classes[index].add(iterations.count, to: key, wasEmpty: wasEmpty)
    }

    /// Takes tasks out of the line they stand in; those that stand in none are passed over.
    mutating func removeReady(_ tasks: TaskRange) {
        remove(tasks.iterations, from: LineKey(job: tasks.job, memory: jobs[tasks.job.number].job.request.memory))
        guard !jobs[tasks.job.number].grown.isEmpty else { return }
        // Sorted, since the order of a dictionary's keys differs from process to process.
        for memory in jobs[tasks.job.number].grown.keys.sorted() {
            remove(tasks.iterations, from: LineKey(job: tasks.job, memory: memory))
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
        guard removed > 0 else { return }
        classes[classIndex(of: key.job, memory: key.memory)].remove(removed, from: key, isEmpty: isEmpty)
    }

    func line(_ key: LineKey) -> ReadyLine {
        let job = jobs[key.job.number]
        return key.memory == job.job.request.memory ? job.ready : job.grown[key.memory] ?? ReadyLine()
    }

    /// The first ready tasks of a class, at most so many, in submission order.
    func firstReady(of requestClass: Int, limit: Int) -> [TaskRange] {
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

    /// The place in the line of a class's first task.
    func firstTask(of requestClass: Int) -> TaskIdentifier? {
        guard let key = classes[requestClass].first, let iteration = line(key).first else { return nil }
        return TaskIdentifier(job: key.job, iteration: iteration)
    }
}
