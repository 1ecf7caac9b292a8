import Dialects
import Model
import Service

/// The report, and its parts, for programs: times in seconds, amounts in their own units, states as words.
enum JSONReport {
    static func write(_ report: RunReport, to json: inout JSONText) {
        json.object { json in
            writeSummaryMembers(report.summary, isGoing: report.isGoing, to: &json)
            json.key("jobs")
            json.array { json in
                for record in report.history.jobs { write(record, in: report.history, to: &json) }
            }
            json.key("cores")
            json.array { json in
                for use in CoreUse.all(of: report.summary) {
                    json.object { json in
                        json.member("node", use.node)
                        json.member("core", use.core)
                        json.member("heldSeconds", seconds: use.held)
                        json.member("heldShare", thousandths: use.share)
                    }
                }
            }
            json.key("slowest")
            json.array { json in
                for attempt in report.summary.slowest { write(attempt, in: report.history, to: &json) }
            }
        }
    }

    static func writeSummary(_ summary: RunSummary, isGoing: Bool, to json: inout JSONText) {
        json.object { json in writeSummaryMembers(summary, isGoing: isGoing, to: &json) }
    }

    private static func writeSummaryMembers(_ summary: RunSummary, isGoing: Bool, to json: inout JSONText) {
        let history = summary.history
        if let run = history.run {
            json.member("run", run.number)
            json.key("arguments")
            json.array { json in for argument in run.arguments { json.value(argument) } }
            json.member("directory", run.directory)
            json.member("host", run.host)
            json.member("version", run.version)
        }
        json.member("going", isGoing)
        if let startedAt = history.sessions.startedAt { json.member("startedAt", CalendarTime.iso(startedAt)) }
        json.member("lastFactAt", CalendarTime.iso(history.sessions.last))
        if let end = history.sessions.end { json.member("end", end == .complete ? "complete" : "interrupted") }
        json.member("sessions", history.sessions.spans.count)
        json.member("seconds", seconds: summary.elapsed)
        json.member("jobCount", history.jobs.count)
        json.member("taskCount", summary.counts.total)
        json.key("tasks")
        write(summary.counts, to: &json)
        json.member("attempts", summary.attempts)
        json.member("retries", summary.retries)
        json.member("lost", summary.lost)
        json.member("coreCount", summary.cores)
        json.member("heldCoreSeconds", seconds: summary.held)
        json.member("usedCoreSeconds", seconds: summary.used)
        json.member("efficiency", thousandths: summary.efficiency)
        json.member("use", thousandths: summary.use)
        json.key("coresAsked")
        json.value(thousandths: summary.coresHeld.thousandths)
        json.key("coresUsed")
        json.value(thousandths: summary.coresUsed.thousandths)
        json.member("memoryAsked", summary.largestMemoryRequest.count)
        json.member("memoryUsed", summary.peakMemory.count)
        json.member("factsSetAside", history.setAside)
        json.key("damage")
        json.array { json in for place in summary.damage { json.value(place) } }
        json.key("failed")
        json.array { json in
            for attempt in summary.failures.tasks { write(attempt, in: history, to: &json) }
        }
        json.key("running")
        json.array { json in
            for member in history.open.members() where member.startedAt != nil {
                json.object { json in
                    json.member("task", Phrases.task(member.task, in: history))
                    json.member("attempt", member.attempt.number)
                    if let startedAt = member.startedAt { json.member("startedAt", CalendarTime.iso(startedAt)) }
                }
            }
        }
    }

    static func write(_ record: JobRecord, in history: History, to json: inout JSONText) {
        json.object { json in
            json.member("name", record.job.name)
            json.member("state", "\(TaskWords.state(of: history.settledCounts(of: record, at: history.sessions.last)))")
            json.member("taskCount", record.counts.total)
            json.key("tasks")
            write(history.settledCounts(of: record, at: history.sessions.last), to: &json)
            json.member("attempts", record.attempts)
            json.member("retries", record.retries)
            json.member("lost", record.lost)
            json.key("after")
            json.array { json in
                for dependency in record.job.dependencies { json.value(RequestText.text(of: dependency)) }
            }
            json.member("meanSeconds", seconds: record.mean)
            json.member("longestSeconds", seconds: record.longest)
            json.member("heldCoreSeconds", seconds: record.held)
            json.member("usedCoreSeconds", seconds: record.used)
            json.key("coresAsked")
            json.value(thousandths: record.coresHeld.thousandths)
            json.key("coresUsed")
            json.value(thousandths: record.coresUsed.thousandths)
            json.member("memoryAsked", record.job.request.memory.count)
            json.member("memoryUsed", record.peakMemory.count)
            if let start = record.firstStart { json.member("firstStartedAt", CalendarTime.iso(start)) }
            if let end = record.lastEnd { json.member("lastEndedAt", CalendarTime.iso(end)) }
        }
    }

    static func write(_ attempt: EndedAttempt, in history: History, to json: inout JSONText) {
        json.object { json in
            json.member("task", Phrases.task(attempt.task, in: history))
            json.member("attempt", attempt.end.attempt.number)
            json.member("end", Phrases.outcome(attempt.end.outcome))
            switch attempt.end.outcome {
            case .succeeded: json.member("exitCode", 0)
            case .exited(let code): json.member("exitCode", code)
            case .signalled(let signal): json.member("signal", signal)
            default: break
            }
            json.member("handedOverAt", CalendarTime.iso(attempt.handedOverAt))
            if let startedAt = attempt.end.startedAt { json.member("startedAt", CalendarTime.iso(startedAt)) }
            json.member("endedAt", CalendarTime.iso(attempt.end.endedAt))
            json.member("seconds", seconds: attempt.elapsed)
            json.member("process", attempt.end.processIdentifier)
            let usage = attempt.end.usage
            json.member("userSeconds", seconds: .microseconds(usage.userMicroseconds))
            json.member("systemSeconds", seconds: .microseconds(usage.systemMicroseconds))
            json.member("peakMemory", usage.peakMemory.count)
            json.member("voluntarySwitches", usage.voluntarySwitches)
            json.member("involuntarySwitches", usage.involuntarySwitches)
            json.key("placement")
            json.array { json in
                for part in attempt.placement.parts {
                    let node = history.node(part.node)?.node
                    json.object { json in
                        json.member("node", node?.name ?? "\(part.node.number)")
                        json.key("cores")
                        json.array { json in for core in Phrases.coreNumbers(part, of: node) { json.value(core) } }
                    }
                }
            }
        }
    }

    private static func write(_ counts: StateCounts, to json: inout JSONText) {
        json.object { json in
            for state in TaskState.allCases { json.member("\(state)", counts[state]) }
        }
    }
}

extension JSONText {
    /// To the microsecond; a decimal number of seconds.
    mutating func member(_ name: String, seconds duration: Duration) {
        key(name)
        let microseconds = duration.nanoseconds / 1000
        let fraction = String(microseconds.magnitude % 1_000_000 + 1_000_000).dropFirst()
        literal("\(microseconds < 0 ? "-" : "")\(microseconds.magnitude / 1_000_000).\(fraction)")
    }

    /// A share between 0 and 1; null when there is none.
    mutating func member(_ name: String, thousandths: Int?) {
        key(name)
        if let thousandths { value(thousandths: Int64(thousandths)) } else { null() }
    }
}
