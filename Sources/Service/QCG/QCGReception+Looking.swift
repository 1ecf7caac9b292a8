internal import Dialects
internal import Model
internal import Posix

/// What is asked, answered from what is durable.
extension QCGReception {
    private typealias Finding = QCGReply.Finding

    func status(of names: [QCGTaskName], _ dialect: QCGDialect) throws(QCGRequestProblem) -> String {
        let findings = try look(dialect) { views in
            names.map { (name: $0, finding: Self.find($0, in: views.history) { _, _ in }) }
        }
        return dialect == .stable ? QCGReply.status(findings) : QCGReply.globalQueueInformation(findings)
    }

    func information(
        of names: [QCGTaskName], withIterations: Bool, _ dialect: QCGDialect
    ) throws(QCGRequestProblem) -> String {
        var findings: [(name: QCGTaskName, finding: QCGReply.Finding)] = []
        for name in names {
            var finding = try look(dialect) { views in
                try Self.find(name, in: views.history) { try Self.describe(&$0, $1, views) }
            }
            if withIterations, case .known(var answer) = finding, answer.iterations != nil {
                let children = try children(of: answer, dialect)
                answer.iterations?.children = children
                finding = .known(answer)
            }
            findings.append((name, finding))
        }
        let zone = offer.moment().zoneOffsetSeconds
        return dialect == .stable
            ? QCGReply.information(findings, withIterations: withIterations, zoneOffsetSeconds: zone)
            : QCGReply.globalQueueInformation(findings, withIterations: withIterations, zoneOffsetSeconds: zone)
    }

    func list(_ dialect: QCGDialect) throws(QCGRequestProblem) -> String {
        let jobs = try look(dialect) { views in
            var waiting = 0
            return views.history.present.map { record in
                let state = QCGTaskStory.state(of: record, in: views.history)
                var answer = QCGJobAnswer(name: QCGTaskName(job: record.job.name), state: state)
                if state == .queued {
                    answer.waitingBefore = waiting
                    waiting += 1
                }
                return answer
            }
        }
        return QCGReply.list(jobs, dialect: dialect)
    }

    static func resources(_ views: RunViews) -> QCGResourceCounts {
        let nodes = views.nodes().filter { $0.state != .lost }
        let cores = nodes.reduce(0) { $0 + $1.cores }
        let free = nodes.reduce(0) { $0 + Int($1.coresFree.thousandths / 1000) }
        return QCGResourceCounts(nodes: nodes.count, cores: cores, usedCores: cores - free)
    }

    func systemStatus(_ dialect: QCGDialect) throws(QCGRequestProblem) -> QCGServiceStatus {
        let addresses = addresses
        return try look(dialect) { views in
            var jobs = QCGServiceStatus.Counts()
            var iterations = QCGServiceStatus.Counts()
            for record in views.history.present {
                jobs.add(QCGTaskStory.state(of: record, in: views.history))
                for state in TaskState.allCases where record.counts[state] > 0 {
                    iterations.add(QCGState(state), count: record.counts[state])
                }
            }
            let system = QCGServiceStatus.System(
                instance: offer.instance, startedAt: views.history.sessions.startedAt ?? views.now, now: views.now,
                zoneOffsetSeconds: offer.moment().zoneOffsetSeconds, address: addresses.requests,
                publisher: addresses.events, takesFiles: offer.takesFiles, host: Machine.hostName(),
                account: offer.account, workingDirectory: order.directory, version: order.version,
                program: offer.program)
            return QCGServiceStatus(
                system: system, resources: Self.resources(views), jobs: jobs, iterations: iterations)
        }
    }

    /// The processes that lend nodes: an old one under its own name, ours under its node's where no other has that.
    static func executors(_ views: RunViews) -> [QCGReply.ExecutorAnswer] {
        let shown = views.nodes().filter { $0.state != .lost }
        let names = Dictionary(grouping: shown, by: \.name)
        var answers: [QCGReply.ExecutorAnswer] = []
        for view in shown {
            guard let node = views.history.node(NodeIdentifier(view.number))?.node else { continue }
            let used = view.cores - Int(view.coresFree.thousandths / 1000)
            let own = names[view.name]?.count == 1 ? view.name : "\(view.name)-\(view.executor.prefix(5))"
            let old = QCGExecutors.name(of: node)
            if old != nil, let position = answers.firstIndex(where: { $0.name == old }) {
                answers[position].nodes.append(node)
                answers[position].usedCores += used
                answers[position].iterations += view.running
                continue
            }
            answers.append(
                QCGReply.ExecutorAnswer(
                    name: old ?? own, nodes: [node], usedCores: used, iterations: view.running,
                    isActive: view.state != .silent))
        }
        return answers
    }

    private static func find(
        _ name: QCGTaskName, in history: History, more: (inout QCGJobAnswer, JobRecord) throws -> Void
    ) rethrows -> QCGReply.Finding {
        // A job's own name may look like an iteration's.
        if let record = history.record(named: name.text) {
            var answer = QCGJobAnswer(name: name, state: QCGTaskStory.state(of: record, in: history))
            answer.name = QCGTaskName(job: name.text)
            if record.job.iterations.isIterated {
                let indices = record.job.iterations.indices
                answer.iterations = .init(
                    indices: indices, ended: record.counts.ended, failed: record.counts.unsuccessful)
            }
            try more(&answer, record)
            return .known(answer)
        }
        guard let record = history.record(named: name.job), let iteration = name.iteration else { return .unknown }
        guard record.job.iterations.isIterated, record.job.iterations.indices.contains(iteration) else {
            return .failed(QCGRequestProblem.unknownIteration(iteration, of: name.job).text)
        }
        let task = TaskIdentifier(job: record.identifier, iteration: iteration)
        var answer = QCGJobAnswer(name: name, state: QCGTaskStory.state(of: task, in: history))
        try more(&answer, record)
        return .known(answer)
    }

    /// Adds what the record says beyond the state.
    private static func describe(_ answer: inout QCGJobAnswer, _ record: JobRecord, _ views: RunViews) throws {
        guard answer.iterations == nil else {
            answer.history = [.init(.queued, at: record.submittedAt)]
            if let start = record.firstStart { answer.history.append(.init(.executing, at: start)) }
            if record.isOver {
                answer.history.append(.init(answer.state, at: record.lastEnd ?? views.history.sessions.last))
            }
            return
        }
        let iteration = answer.name.iteration ?? record.job.iterations.indices.lowerBound
        let told = try views.source.attempts(record, iteration..<(iteration + 1))
        guard let story = told.tasks.first else { return }
        answer.history = QCGTaskStory.steps(story, final: answer.state)
        let member = told.history.open.members().first { $0.task == story.task }
        answer.runtime = QCGTaskStory.runtime(story, member, record.job, in: told.history, at: views.now)
        if answer.state == .failed { answer.messages = QCGTaskStory.message(story.attempts.last) }
    }

    /// A part at a time, so that others are answered in between.
    private func children(
        of answer: QCGJobAnswer, _ dialect: QCGDialect
    ) throws(QCGRequestProblem) -> [QCGJobAnswer.Child] {
        guard let indices = answer.iterations?.indices else { return [] }
        var children: [QCGJobAnswer.Child] = []
        var next = indices.lowerBound
        while next < indices.upperBound {
            let part = next..<min(next + AttemptHistory.limit, indices.upperBound)
            next = part.upperBound
            children += try look(dialect) { views in
                guard let record = views.history.record(named: answer.name.text) else { return [] }
                let told = try views.source.attempts(record, part)
                let open = told.history.open.members().filter { $0.task.job == record.identifier }
                let members = Dictionary(open.map { ($0.task, $0) }) { first, _ in first }
                return told.tasks.map { story in
                    QCGJobAnswer.Child(
                        iteration: story.task.iteration,
                        state: QCGTaskStory.state(of: story.task, in: views.history),
                        runtime: QCGTaskStory.runtime(
                            story, members[story.task], record.job, in: told.history, at: views.now))
                }
            }
        }
        return children
    }
}
