import Model

/// The tables beside `scheduler_events.txt` that an execution leaves.
package enum TensorFlowTables {
    /// `gantt_events.txt`: a row for each time in which a container ran with one width, and for each request until it
    /// was served.
    ///
    /// - Shape: `Task` is the container, or -1 for a request to start, -2 for an update, -3 for a restart. A
    ///   container's epochs are half a line above it, with 1 and 2 in turn in place of cores.
    /// - Parameter zone: seconds east of Greenwich.
    package static func gantt(_ stories: [TensorFlowStory], zone: Int) -> String {
        var rows: [(from: Instant, text: String)] = []
        func add(_ task: String, _ from: Instant, _ until: Instant, _ cores: Int, _ request: Int) {
            let moments = [from, until].map { TensorFlowTexts.moment($0, zone: zone) }
            rows.append((from, "\(task),\(moments[0]),\(moments[1]),\(cores),\(request)\n"))
        }
        for story in stories {
            let last = story.finishedAt ?? story.requestedAt
            add("-1", story.requestedAt, story.startedAt ?? last, story.request.threads, story.number)
            for update in story.updates {
                add("-2", update.requestedAt, update.attended?.at ?? last, update.threads, update.number)
            }
            for restart in story.restarts {
                let next = story.stretches.first { $0.from >= restart }
                add("-3", restart, next?.from ?? last, next?.cores ?? story.request.threads, story.number)
            }
            for stretch in story.stretches {
                add("\(story.request.instance)", stretch.from, stretch.until ?? last, stretch.cores, story.number)
            }
            for (position, epoch) in story.epochs.enumerated() {
                add("\(story.request.instance).5", epoch.from, epoch.until, position % 2 + 1, story.number)
            }
        }
        // Those of one moment as they came.
        let sorted = rows.enumerated().sorted { ($0.element.from, $0.offset) < ($1.element.from, $1.offset) }
        return "Task,Start,Finish,Cores,RequestId\n" + sorted.map(\.element.text).joined()
    }

    /// `occupation_timeline.csv`.
    package static func occupation(_ samples: [TensorFlowOccupation], zone: Int) -> String {
        // With the blank at its end that every such file has.
        "time, cpu_system, memory_system, cores_used \n"
            + samples.map { sample in
                let shares = [sample.processors, sample.memory].map { TensorFlowTexts.quotient($0 * 100, digits: 1) }
                return "\(TensorFlowTexts.moment(sample.at, zone: zone)), \(shares[0]), \(shares[1]), "
                    + "\(sample.cores) \n"
            }.joined()
    }

    /// `times_containers_N.txt`: what the seed wants to know of each container, in seconds.
    package static func times(_ stories: [TensorFlowStory]) -> String {
        "Container,Wait_Time,Total_Time,Service_Time,First_Execution_Time\n"
            + stories.map { story in
                let times = [story.waitingTime, story.totalTime, story.serviceTime, story.timeToFirstRun]
                let texts = times.map { $0.map(TensorFlowTexts.seconds) ?? "" }
                return "\(story.request.instance),\(texts.joined(separator: ","))\n"
            }.joined()
    }

    /// `client_events_N.txt`: which request was served when, in the scheduler's words.
    package static func events(_ events: [TensorFlowChronicle.Event], zone: Int) -> String {
        // What happened a moment earlier may be heard of later.
        let sorted = events.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }
        return "Time,Event,Container,Inter_Parallelism,Intra_Parallelism\n"
            + sorted.map(\.element).map { event in
                let parallelism = event.cores > 0 ? TensorFlowParallelism(threads: event.cores) : nil
                let threads = parallelism.map { "\($0.inter),\($0.intra)" } ?? ","
                return "\(TensorFlowTexts.moment(event.at, zone: zone)),\(event.kind.rawValue),\(event.container),"
                    + "\(threads)\n"
            }.joined()
    }

    /// `throughput_N.txt`: containers finished in a second.
    package static func throughput(_ figures: TensorFlowFigures) -> String {
        TensorFlowTexts.quotient(figures.productivity, digits: 6) + "\n"
    }

    /// The summary: for all containers, and for those of each priority where there are several.
    ///
    /// - Parameter machine: its cores.
    package static func summary(_ stories: [TensorFlowStory], _ facts: TensorFlowEventsText.Facts, machine: Int)
        -> String
    {
        // The spelling that scripts look for.
        let header = [
            "Containers", "Policy", "Asignment Policy", "Tf Version", "Priority", "TME", "TMR", "TMER", "Recursos",
            "Productividad", "TT",
        ]
        let priorities = Set(stories.map(\.request.priority)).sorted()
        var lines = [header, summary(stories, "all", facts, machine)]
        for priority in priorities where priorities.count > 1 {
            lines.append(summary(stories.filter { $0.request.priority == priority }, "\(priority)", facts, machine))
        }
        return lines.map { $0.joined(separator: ", ") + "\n" }.joined()
    }

    private static func summary(
        _ stories: [TensorFlowStory], _ priority: String, _ facts: TensorFlowEventsText.Facts, _ machine: Int
    ) -> [String] {
        let figures = TensorFlowFigures(stories, machine: machine)
        let scheduling = facts.scheduling
        return [
            "\(figures.containers)", scheduling.planning.rawValue, scheduling.assignment.rawValue,
            facts.version.rawValue, priority, TensorFlowTexts.seconds(figures.meanExecution),
            TensorFlowTexts.seconds(figures.meanResponse), TensorFlowTexts.seconds(figures.meanTurnaround),
            TensorFlowTexts.quotient(figures.coreUse * 100, digits: 2),
            TensorFlowTexts.quotient(figures.productivity * 3600, digits: 4),
            TensorFlowTexts.seconds(figures.totalTime),
        ]
    }
}
