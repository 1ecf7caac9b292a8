import Model

/// `scheduler_events.txt`: a line for each container, with as many columns as the busiest of them needs.
package struct TensorFlowEventsText: Sendable {
    private let stories: [TensorFlowStory]
    private let facts: Facts

    /// What is the same in every line.
    package struct Facts: Sendable, Hashable {
        package var model: String
        package var scheduling: TensorFlowScheduling
        package var version: TensorFlowParameters.Version
        /// Seconds east of Greenwich.
        package var zone: Int

        package init(
            model: String, scheduling: TensorFlowScheduling, version: TensorFlowParameters.Version, zone: Int
        ) {
            self.model = model
            self.scheduling = scheduling
            self.version = version
            self.zone = zone
        }
    }

    package init(_ stories: [TensorFlowStory], _ facts: Facts) {
        self.stories = stories
        self.facts = facts
    }

    package var text: String {
        ([header] + stories.map(line)).map { $0.joined(separator: ",") + "\n" }.joined()
    }

    // Never fewer than every file there is has.
    private var reassignments: Int { max(2, stories.map(\.reassignments.count).max() ?? 0) }
    private var updates: Int { max(1, stories.map(\.updates.count).max() ?? 0) }
    private var pauses: Int { max(1, stories.map(\.pauses.count).max() ?? 0) }

    private var header: [String] {
        var names = [
            "Model", "Policy", "Tensorflow", "Container", "Inter_Parallelism_Request", "Intra_Parallelism_Request",
            "Inter_Parallelism_Initial", "Intra_Parallelism_Initial", "Start_Request", "Execution_Start",
            "Execution_Finish",
        ]
        for number in 1...reassignments {
            names += ["", "_Inter", "_Intra"].map { "Reassigment_\(number)\($0)" }
        }
        for number in 1...updates {
            names.append("Update_Request_\(number)")
            names += ["", "_Inter", "_Intra"].map { "Update_Attention_\(number)\($0)" }
        }
        for number in 1...pauses { names += ["Pause_Start_\(number)", "Pause_Finish_\(number)"] }
        return names + [
            "Reassigment_Count", "Pause_Count", "Update_Count", "Request_id", "Execution_Time",
            "First_Execution_Time", "Wait_Time",
        ]
    }

    private func line(_ story: TensorFlowStory) -> [String] {
        let asked = story.request.parallelism
        let granted = story.granted.map(TensorFlowParallelism.init(threads:))
        var fields = [
            field(facts.model), facts.scheduling.assignment.rawValue, facts.version.rawValue,
            "\(story.request.instance)", "\(asked.inter)", "\(asked.intra)", granted.map { "\($0.inter)" } ?? "",
            granted.map { "\($0.intra)" } ?? "",
            moment(story.requestedAt), moment(story.startedAt), moment(story.finishedAt),
        ]
        for position in 0..<reassignments { fields += change(story.reassignments.element(at: position)) }
        for position in 0..<updates {
            let update = story.updates.element(at: position)
            fields += [moment(update?.requestedAt)] + change(update?.attended)
        }
        for position in 0..<pauses {
            let pause = story.pauses.element(at: position)
            fields += [moment(pause?.from), moment(pause?.until)]
        }
        return fields + [
            "\(story.reassignments.count)", "\(story.pauses.count)", "\(story.updates.count)", "\(story.number)",
            seconds(story.totalTime), seconds(story.timeToFirstRun), seconds(story.waitingTime),
        ]
    }

    private func change(_ change: TensorFlowStory.Change?) -> [String] {
        guard let change else { return ["", "", ""] }
        let parallelism = TensorFlowParallelism(threads: change.cores)
        return [moment(change.at), "\(parallelism.inter)", "\(parallelism.intra)"]
    }

    private func moment(_ instant: Instant?) -> String {
        instant.map { TensorFlowTexts.moment($0, zone: facts.zone) } ?? ""
    }

    private func seconds(_ duration: Duration?) -> String { duration.map(TensorFlowTexts.seconds) ?? "" }

    /// RFC 4180: a model's name may hold a comma.
    private func field(_ text: String) -> String {
        guard text.contains(where: { ",\"\n\r".contains($0) }) else { return text }
        return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}

extension Array {
    fileprivate func element(at position: Int) -> Element? { indices.contains(position) ? self[position] : nil }
}
