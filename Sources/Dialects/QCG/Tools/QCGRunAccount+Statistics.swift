import Model

extension QCGRunAccount {
    /// `stats`: how many, on what, how long, and what of that was not work.
    package func statistics(withDetails: Bool) -> String {
        guard let whole = serviceSpan else { return "" }
        let cores = service?.cores ?? Set(run.flatMap(Self.places)).count
        let nodes = service?.nodes ?? Set(run.flatMap { $0.nodes.map(\.name) }).count
        let single = withoutWholes
        let total = service?.total ?? single.count
        let failed = service?.failed ?? single.count { [.failed, .omitted].contains($0.state) }
        let seen = run.compactMap(\.seen)
        let before = (seen.map(\.start).min() ?? whole.start) - whole.start
        let after = whole.end - (seen.map(\.end).max() ?? whole.end)
        let overhead = before + after
        let hours = QCGFigures.seconds(overhead) * Double(cores) / 3600
        var lines = [
            ("total jobs", "\(total)"), ("failed jobs", "\(failed)"), ("total cores", "\(cores)"),
            ("total nodes", "\(nodes)"), ("service started", QCGFigures.date(whole.start)),
            ("service finished", QCGFigures.date(whole.end)),
            ("service runtime", "\(QCGFigures.seconds(whole.length, 2)) secs"),
            ("init overhead", "\(QCGFigures.seconds(before, 2)) secs"),
            ("finish overhead", "\(QCGFigures.seconds(after, 2)) secs"),
            ("total overhead", "\(QCGFigures.seconds(overhead, 2)) secs"),
            ("overhead ratio", "\(QCGFigures.fixed(QCGFigures.percent(overhead, of: whole.length), 1)) %"),
            ("overhead core-hours", QCGFigures.fixed(hours, 2)),
        ]
        if withDetails {
            let queued = tasks.compactMap { $0.entry(.queued) }
            let queuing = (queued.max() ?? whole.start) - (queued.min() ?? whole.start)
            lines += [
                ("first job queued", QCGFigures.date(queued.min())), ("last job queued", QCGFigures.date(queued.max())),
                ("total queuing time", QCGFigures.seconds(queuing).description),
                ("first job start", QCGFigures.date(seen.map(\.start).min())),
                ("last job finish", QCGFigures.date(seen.map(\.end).max())),
            ]
        }
        let text = lines.map { QCGFigures.line($0.0, $0.1, width: 20) }.joined()
        return text + (withDetails ? runTimes() : "")
    }

    /// The tasks without the lines of jobs whose iterations have lines of their own.
    private var withoutWholes: [QCGReportedTask] {
        let wholes = Set(tasks.map { QCGTaskName($0.name) }.filter { $0.iteration != nil }.map(\.job))
        return tasks.filter { !wholes.contains($0.name) }
    }

    private func runTimes() -> String {
        let values = run.compactMap { $0.time.map(QCGFigures.seconds) }.sorted()
        guard let least = values.first, let most = values.last else { return "" }
        let mean = QCGFigures.mean(values)
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        let low = values[(values.count - 1) / 2]
        let high = values[values.count / 2]
        var figures = [
            ("max", most), ("min", least), ("mean", mean), ("median", (low + high) / 2), ("median_lo", low),
            ("median_hi", high),
        ]
        let ofAll = squares / Double(values.count)
        if values.count > 1 {
            let ofSample = squares / Double(values.count - 1)
            figures += [
                ("stdev", ofSample.squareRoot()), ("pstdev", ofAll.squareRoot()), ("var", ofSample), ("pvar", ofAll),
            ]
        }
        return "\tjobs runtime statistics (seconds):\n"
            + figures.map { QCGFigures.line($0.0, $0.1.description, width: 30) }.joined()
    }

    /// `launch-stats`: what lies between the service's view of a task and the program's own time.
    ///
    /// Nothing, unless a wrapper measured: the service's words are then the program's times.
    package func launchStatistics(withDetails: Bool) -> String {
        let measured = run.compactMap {
            task -> (name: String, start: Double, end: Double, real: Double, seen: Double)? in
            guard let seen = task.seen, let real = task.span, real.length > .zero else { return nil }
            return (
                task.name, QCGFigures.seconds(real.start - seen.start), QCGFigures.seconds(seen.end - real.end),
                QCGFigures.seconds(real.length), QCGFigures.seconds(seen.length)
            )
        }
        let start = measured.map(\.start)
        let end = measured.map(\.end)
        let both = measured.map { $0.start + $0.end }
        let shares = measured.map { 100 * ($0.start + $0.end) / $0.real }
        let lines = [
            ("total start overhead", start.reduce(0, +)), ("total finish overhead", end.reduce(0, +)),
            ("total start and finish overhead", both.reduce(0, +)),
            ("average job start overhead", QCGFigures.mean(start)),
            ("average job finish overhead", QCGFigures.mean(end)),
            ("average job total overhead", QCGFigures.mean(both)),
            ("average real job run time", QCGFigures.mean(measured.map(\.real))),
            ("average qcg job run time", QCGFigures.mean(measured.map(\.seen))),
        ]
        var text = lines.map { QCGFigures.line($0.0, QCGFigures.fixed($0.1, 4), width: 40) }.joined()
        text += QCGFigures.line(
            "average job overhead per runtime (%)", QCGFigures.fixed(QCGFigures.mean(shares), 2), width: 40)
        text += QCGFigures.line("generated for total jobs", "\(measured.count)", width: 40)
        guard withDetails else { return text }
        text += "\t" + String(repeating: " ", count: 15) + "individual job statistics\n"
        for job in measured {
            text +=
                "\t\t\(job.name): total \(QCGFigures.fixed(job.start + job.end, 4)), "
                + "start \(QCGFigures.fixed(job.start, 4)), stop \(QCGFigures.fixed(job.end, 4))\n"
        }
        return text
    }
}
