internal import Model

/// Slurm's controller, asked through `squeue`.
struct SlurmQueue {
    var environment: [String: String]
    var patience: Model.Duration

    func end(of job: String) throws(BatchFailure) -> AllocationEnd {
        let command = squeue(job)
        let answer = try command.answer()
        guard answer.isYes else { throw command.failure(answer) }
        let row = SlurmRow.find(job, in: answer.output)
        let source = "squeue --jobs=\(job)"
        guard let row, row.end != nil || !row.hasLimit else {
            let words = answer.output.split(whereSeparator: \.isNewline).first.map { String($0.prefix(300)) }
            throw BatchFailure(source: source, problem: .unreadable(words ?? ""))
        }
        return AllocationEnd(moment: row.hasLimit ? row.end : nil, source: source)
    }

    func presence(of job: String, on cluster: String) -> AllocationPresence {
        let command = squeue(job)
        do throws(BatchFailure) {
            let answer = try command.answer()
            let row = SlurmRow.find(job, in: answer.output)
            if answer.isYes, let row, !row.isOver { return .present(state: row.state) }
            // Slurm forgets a job some minutes after its end (MinJobAge).
            let isForgotten = !answer.isYes && answer.errors.contains("Invalid job id")
            guard row != nil || isForgotten || answer.isYes else { throw command.failure(answer) }
            try checkCluster(cluster)
            return .gone(state: row?.state ?? "unknown to Slurm")
        } catch {
            return .unknown(error)
        }
    }

    func address(of node: String) throws(BatchFailure) -> String {
        let command = BatchCommand(
            arguments: ["scontrol", "--oneliner", "show", "node", node], environment: environment, patience: patience)
        let answer = try command.answer()
        guard answer.isYes else { throw command.failure(answer) }
        let words = answer.output.split(whereSeparator: \.isWhitespace)
        guard let word = words.first(where: { $0.hasPrefix("NodeAddr=") }), word.count > "NodeAddr=".count else {
            throw BatchFailure(
                source: "scontrol show node \(node)", problem: .unreadable(String(answer.output.prefix(300))))
        }
        return String(word.dropFirst("NodeAddr=".count))
    }

    /// All states, or a job that has just ended would be left out; only rows of this number are read, since an array's
    /// number stands for all its jobs.
    private func squeue(_ job: String) -> BatchCommand {
        // Variables that would narrow or reshape the answer.
        var variables = environment.filter { !$0.key.hasPrefix("SQUEUE_") }
        // Seconds since 1970, whatever the time zone.
        variables["SLURM_TIME_FORMAT"] = "%s"
        return BatchCommand(
            arguments: ["squeue", "--noheader", "--jobs=\(job)", "--states=all", "--format=\(SlurmRow.format)"],
            environment: variables, patience: patience)
    }

    /// Throws when the commands speak for another cluster than the job's, whose silence about it means nothing.
    private func checkCluster(_ cluster: String) throws(BatchFailure) {
        if cluster.isEmpty { return }
        let command = BatchCommand(
            arguments: ["scontrol", "show", "config"], environment: environment, patience: patience)
        let answer = try command.answer()
        guard answer.isYes else { throw command.failure(answer) }
        for line in answer.output.split(whereSeparator: \.isNewline) {
            let words = line.split(whereSeparator: { $0.isWhitespace || $0 == "=" })
            guard words.first == "ClusterName" else { continue }
            let name = words.count > 1 ? String(words[1]) : ""
            if name == cluster { return }
            throw BatchFailure(source: "scontrol show config", problem: .strangeCluster(name))
        }
        throw BatchFailure(source: "scontrol show config", problem: .unreadable(String(answer.output.prefix(300))))
    }
}
