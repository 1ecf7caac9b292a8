package import Model

/// The service's particulars and counts: the reply to `status`, the file `final_status.json`, what `qcg-pm` prints.
package struct QCGServiceStatus: Sendable, Hashable {
    package var system: System
    package var resources: QCGResourceCounts
    package var jobs: Counts
    package var iterations: Counts

    package struct System: Sendable, Hashable {
        /// `host.1234`
        package var instance: String
        package var startedAt: Instant
        package var now: Instant
        /// Of the place the service runs at, east of Greenwich.
        package var zoneOffsetSeconds: Int
        /// Where requests are taken; none without the network interface.
        package var address: String?
        /// Where changes are published; none once that has ended.
        package var publisher: String?
        package var takesFiles: Bool
        package var host: String
        package var account: String
        package var workingDirectory: String
        /// In place of the old program's language: the name and version of ours, and where it is.
        package var version: String
        package var program: String

        package init(
            instance: String, startedAt: Instant, now: Instant, zoneOffsetSeconds: Int, address: String?,
            publisher: String?, takesFiles: Bool, host: String, account: String, workingDirectory: String,
            version: String, program: String
        ) {
            self.instance = instance
            self.startedAt = startedAt
            self.now = now
            self.zoneOffsetSeconds = zoneOffsetSeconds
            self.address = address
            self.publisher = publisher
            self.takesFiles = takesFiles
            self.host = host
            self.account = account
            self.workingDirectory = workingDirectory
            self.version = version
            self.program = program
        }
    }

    /// Of jobs or of iterations; the total is their sum.
    package struct Counts: Sendable, Hashable {
        package var waiting = 0
        package var executing = 0
        /// Failed, or never run because of another's failure.
        package var failed = 0
        /// Succeeded or cancelled.
        package var finished = 0

        package init() {}

        package mutating func add(_ state: QCGState, count: Int = 1) {
            switch state {
            case .queued, .scheduled: waiting += count
            case .executing: executing += count
            case .failed, .omitted: failed += count
            case .succeeded, .cancelled: finished += count
            }
        }

        package var total: Int { waiting + executing + failed + finished }
    }

    package init(system: System, resources: QCGResourceCounts, jobs: Counts, iterations: Counts) {
        self.system = system
        self.resources = resources
        self.jobs = jobs
        self.iterations = iterations
    }
}

extension QCGServiceStatus {
    package func reply(dialect: QCGDialect) -> String {
        QCGReply.success(dialect) { write(into: &$0) }
    }

    /// The content of `final_status.json`.
    package var file: String {
        var json = JSONText()
        json.object { write(into: &$0) }
        return json.text
    }

    private func write(into json: inout JSONText) {
        json.key("System")
        json.object { system.write(into: &$0) }
        json.key("Resources")
        json.object { json in
            json.member("TotalNodes", resources.nodes)
            json.member("TotalCores", resources.cores)
            json.member("UsedCores", resources.usedCores)
            json.member("FreeCores", resources.freeCores)
        }
        for (counts, noun) in [(jobs, "Job"), (iterations, "Iteration")] {
            json.key("\(noun)Stats")
            json.object { json in
                json.member("Total\(noun)s", counts.total)
                json.member("InSchedule\(noun)s", counts.waiting)
                json.member("Failed\(noun)s", counts.failed)
                json.member("Finished\(noun)s", counts.finished)
                json.member("Executing\(noun)s", counts.executing)
            }
        }
    }
}

extension QCGServiceStatus.System {
    fileprivate func write(into json: inout JSONText) {
        json.member("InstanceId", instance)
        json.member("Started", QCGReport.date(startedAt, zoneOffsetSeconds, " "))
        json.member("Generated", QCGReport.date(now, zoneOffsetSeconds, " "))
        json.member("Uptime", QCGReport.length(now - startedAt))
        json.optional("Zmqaddress", address)
        json.key("Ifaces")
        json.array { json in
            if takesFiles { json.value("FILE") }
            if address != nil { json.value("ZMQ") }
        }
        json.optional("StatusPublisher", publisher)
        json.member("Host", host)
        json.member("Account", account)
        json.member("Wd", workingDirectory)
        json.member("PythonVersion", version)
        json.member("Python", program)
        json.member("Platform", "linux")
    }
}

extension JSONText {
    fileprivate mutating func optional(_ name: String, _ text: String?) {
        key(name)
        if let text { value(text) } else { null() }
    }
}
