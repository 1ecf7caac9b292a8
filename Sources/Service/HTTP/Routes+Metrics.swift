internal import Dialects
internal import Model
internal import Synchronization
internal import Web

/// Numbers for those who watch over the service, as Prometheus reads them.
extension Routes {
    func showMetrics(_ caller: Caller) throws {
        let (statistics, nodes) = try look { views in (try views.statistics(), views.nodes()) }
        var text = MetricsText()
        if let service {
            text.add("rota_info", "gauge", "The service's version.", [(["version": service.version], "1")])
            text.add(
                "rota_start_seconds", "gauge", "When the service started, in seconds since 1970.",
                [([:], "\(service.startedAt.nanoseconds / 1_000_000_000)")])
        }
        text.add(
            "rota_recording", "gauge", "1 while facts are recorded, 0 while the record can't be written.",
            [([:], replica.trouble.isEmpty ? "1" : "0")])
        add(statistics, to: &text)
        add(nodes, to: &text)
        text.add(
            "rota_facts_total", "counter", "Facts in the record.", [([:], "\(replica.nextNumber)")])
        text.add(
            "rota_commits_total", "counter", "Commits since the service started.",
            [([:], "\(commits.load(ordering: .relaxed))")])
        text.add(
            "rota_requests_total", "counter", "Requests answered since the service started.",
            counts.all.map { kind, count in
                (["operation": kind.operation?.rawValue ?? "unknown", "status": "\(kind.status)"], "\(count)")
            })
        caller.send(Response(type: "text/plain; version=0.0.4; charset=utf-8", body: Array(text.text.utf8)))
    }

    private func add(_ statistics: StatisticsView, to text: inout MetricsText) {
        text.add(
            "rota_tasks", "gauge", "Tasks by state.",
            TaskState.allCases.map { (["state": "\($0)"], "\(statistics.counts[$0])") })
        text.add("rota_jobs", "gauge", "Jobs.", [([:], "\(statistics.jobCount)")])
        text.add("rota_attempts_total", "counter", "Attempts handed over.", [([:], "\(statistics.attempts)")])
        text.add("rota_retries_total", "counter", "Attempts beyond a task's first.", [([:], "\(statistics.retries)")])
        text.add("rota_lost_total", "counter", "Attempts lost with their executor.", [([:], "\(statistics.lost)")])
        text.add("rota_attempts_running", "gauge", "Attempts that run.", [([:], "\(statistics.runningCount)")])
        let held = statistics.held.nanoseconds / 1_000_000_000
        text.add("rota_core_seconds_total", "counter", "Core time held by attempts that ended.", [([:], "\(held)")])
    }

    private func add(_ nodes: [NodeView], to text: inout MetricsText) {
        let states = NodeView.State.allCases
        text.add(
            "rota_nodes", "gauge", "Nodes by state.",
            states.map { state in (["state": state.rawValue], "\(nodes.count { $0.state == state })") })
        let present = nodes.filter { $0.state != .lost }
        let cores = present.reduce(Cores.zero) { $0 + Cores($1.cores) }
        let free = present.reduce(Cores.zero) { $0 + $1.coresFree }
        let others = Cores(present.reduce(0) { $0 + $1.coresKeptByOthers })
        text.add(
            "rota_cores", "gauge", "Cores of the nodes that are there, by use.",
            [
                (["use": "held"], "\(cores - free - others)"), (["use": "free"], "\(free)"),
                (["use": "others"], "\(others)"),
            ])
    }
}
