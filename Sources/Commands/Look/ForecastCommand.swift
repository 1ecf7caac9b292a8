import Dialects
import Model

/// `rota forecast`: when what waits should start and end, as things stand.
enum ForecastCommand {
    static func show(
        _ source: any ViewSource, _ selectors: [TaskSelector], under policy: String?, on screen: Screen
    ) throws {
        let forecasts = try answers(source, selectors, under: policy)
        for (position, forecast) in forecasts.enumerated() {
            if position > 0 { screen.print("") }
            guard !forecast.jobs.isEmpty else {
                screen.print("Nothing waits and nothing runs.")
                continue
            }
            screen.print(table(of: forecast))
            if forecast.jobsMore > 0 { screen.print("… and \(Wording.count(forecast.jobsMore, "job")) more.") }
            if !forecast.tasks.isEmpty {
                screen.print("")
                screen.print(tasks(of: forecast))
                if forecast.tasksMore > 0 { screen.print("… and \(Wording.count(forecast.tasksMore, "task")) more.") }
            }
            for job in forecast.jobs where !job.reason.isEmpty {
                screen.print("\(ShownText.harmless(job.job)): \(ShownText.harmless(job.reason))")
            }
            if forecast.isCut { screen.print("More waits than was looked at; what comes later has no times.") }
        }
    }

    static func write(
        _ source: any ViewSource, _ selectors: [TaskSelector], under policy: String?, to json: inout JSONText
    ) throws {
        let forecasts = try answers(source, selectors, under: policy)
        // One answer for one question; several are a list.
        if forecasts.count == 1 { return forecasts[0].write(to: &json) }
        json.array { json in for forecast in forecasts { forecast.write(to: &json) } }
    }

    private static func answers(
        _ source: any ViewSource, _ selectors: [TaskSelector], under policy: String?
    ) throws -> [ForecastView] {
        guard !selectors.isEmpty else { return [try source.forecast(nil, under: policy)] }
        return try selectors.map { try source.forecast($0, under: policy) }
    }

    private static func table(of forecast: ForecastView) -> Table {
        var table = Table(
            columns: [
                Table.Column("Job", minimum: 8, cut: .middle), Table.Column("Open", .right),
                Table.Column("Running", .right, dispensability: 2), Table.Column("Starts"), Table.Column("Ends"),
            ] + columns(of: forecast) + [Table.Column("Each is expected to take", dispensability: 3)])
        for job in forecast.jobs {
            table.append(
                [
                    Table.Cell(job.job), Table.Cell(Wording.count(job.tasks)),
                    Table.Cell(job.running > 0 ? Wording.count(job.running) : ""),
                ] + cells(job.times) + (forecast.otherPolicy == nil ? [] : cells(job.otherTimes)) + [
                    Table.Cell("\(job.expected), \(words(job.basis))", .faint)
                ])
        }
        return table
    }

    private static func tasks(of forecast: ForecastView) -> Table {
        var table = Table(
            columns: [Table.Column("Task", minimum: 8, cut: .middle), Table.Column("Starts"), Table.Column("Ends")]
                + columns(of: forecast))
        for task in forecast.tasks {
            table.append(
                [Table.Cell(task.task)] + cells(task.times)
                    + (forecast.otherPolicy == nil ? [] : cells(task.otherTimes)))
        }
        return table
    }

    private static func columns(of forecast: ForecastView) -> [Table.Column] {
        guard let other = forecast.otherPolicy else { return [] }
        return [Table.Column("Starts (\(other))"), Table.Column("Ends (\(other))")]
    }

    private static func cells(_ times: ForecastTimes) -> [Table.Cell] {
        [times.startsAt, times.endsAt].map { Table.Cell($0.map(CalendarTime.local) ?? "") }
    }

    private static func words(_ basis: JobForecastView.Basis) -> String {
        switch basis {
        case .request: "as it says"
        case .wallTime: "the longest it may"
        case .measured: "as its like did"
        case .profile: "as its kind did"
        case .lastTwo: "as its user's last two did"
        case .nothing: "since nothing is known"
        }
    }
}
