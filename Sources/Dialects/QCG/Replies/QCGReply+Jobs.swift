extension QCGReply {
    /// One of the names asked about: what is known of it, or why nothing is.
    package enum Finding: Sendable, Hashable {
        case known(QCGJobAnswer)
        case unknown
        case failed(String)
    }

    /// To `jobStatus`: the state alone.
    package static func status(_ findings: [(name: QCGTaskName, finding: Finding)]) -> String {
        stable(findings) { _, _ in }
    }

    /// To `jobInfo`.
    package static func information(
        _ findings: [(name: QCGTaskName, finding: Finding)], withIterations: Bool, zoneOffsetSeconds: Int
    ) -> String {
        stable(findings) { answer, json in
            answer.write(into: &json, withIterations: withIterations, zoneOffsetSeconds: zoneOffsetSeconds)
        }
    }

    private static func stable(
        _ findings: [(name: QCGTaskName, finding: Finding)], more: (QCGJobAnswer, inout JSONText) -> Void
    ) -> String {
        success(.stable) { json in
            json.key("jobs")
            json.object { json in
                for (name, finding) in findings {
                    json.key(name.text)
                    json.object { json in
                        switch finding {
                        case .known(let answer):
                            json.member("status", 0)
                            json.key("data")
                            json.object { json in
                                json.member("jobName", name.text)
                                json.member("status", answer.state.rawValue)
                                more(answer, &json)
                            }
                        case .unknown:
                            json.member("status", 1)
                            json.member("message", QCGRequestProblem.unknownJob(name.text).text)
                        case .failed(let message):
                            json.member("status", 1)
                            json.member("message", message)
                        }
                    }
                }
            }
        }
    }

    /// To `job_info` of the global queue; with iterations it says what `jobInfo` says, beside the state.
    package static func globalQueueInformation(
        _ findings: [(name: QCGTaskName, finding: Finding)], withIterations: Bool = false, zoneOffsetSeconds: Int = 0
    ) -> String {
        success(.globalQueue) { json in
            json.key("jobs")
            json.object { json in
                for (name, finding) in findings {
                    json.key(name.text)
                    json.object { json in
                        switch finding {
                        case .known(let answer):
                            json.member("status", "ok")
                            json.member("state", answer.state.rawValue)
                            guard withIterations else { return }
                            answer.write(
                                into: &json, withIterations: true, zoneOffsetSeconds: zoneOffsetSeconds)
                        case .unknown: json.member("status", "not found")
                        case .failed: json.member("status", "error")
                        }
                    }
                }
            }
        }
    }

    /// To `listJobs` and `list_jobs`.
    package static func list(_ jobs: [QCGJobAnswer], dialect: QCGDialect) -> String {
        success(dialect) { json in
            json.member("length", jobs.count)
            json.key("jobs")
            json.object { json in
                for job in jobs {
                    json.key(job.name.text)
                    json.object { json in
                        json.member("status", job.state.rawValue)
                        if !job.messages.isEmpty { json.member("messages", job.messages) }
                        if let before = job.waitingBefore { json.member("inQueue", before) }
                    }
                }
            }
        }
    }
}
