internal import Dialects
internal import Model
internal import Rehearsal

/// Policies side by side, as a table, JSON, CSV or a page.
struct RehearsalPage {
    var rehearsed: [RehearsalCrew.Rehearsed]
    var workload: RehearsedWorkload
    var tasks: Int
    var nodes: [Node]

    func print(_ shape: RehearseOptions.Shape, on screen: Screen) {
        switch shape {
        case .table: printTable(on: screen)
        case .json: printJSON(on: screen)
        case .csv: printCSV(on: screen)
        }
    }

    private var processors: Int { nodes.reduce(0) { $0 + $1.cores.count } }

    /// `trace.swf: 3 jobs on 4 processors`, and what was left out.
    var headline: String {
        let jobs = Wording.count(workload.arrivals.count, "job")
        let all = tasks == workload.arrivals.count ? jobs : "\(jobs) of \(Wording.count(tasks, "task"))"
        let machine =
            nodes.count == 1
            ? Wording.count(processors, "processor")
            : "\(Wording.count(processors, "processor")) of \(Wording.count(nodes.count, "node"))"
        let skipped =
            workload.skipped > 0 ? ", \(Wording.count(workload.skipped)) without processors or time left out" : ""
        return "\(workload.name): \(all) on \(machine)\(skipped)."
    }

    private func printTable(on screen: Screen) {
        screen.print(headline)
        screen.print("")
        let figures = Self.figures.filter { figure in
            !figure.isOptional || rehearsed.contains { $0.score[keyPath: figure.path] > 0 }
        }
        var table = Table(
            columns: [Table.Column("Policy")]
                + figures.map { Table.Column($0.title, .right, dispensability: $0.dispensability) })
        for one in rehearsed {
            table.append([Table.Cell(one.name)] + figures.map { Table.Cell($0.text(of: one.score)) })
        }
        screen.print(table)
    }

    private func printJSON(on screen: Screen) {
        var json = JSONText()
        json.object { json in
            json.member("trace", workload.name)
            json.member("jobs", workload.arrivals.count)
            json.member("leftOut", workload.skipped)
            json.member("brokenLines", workload.brokenCount)
            json.member("processors", processors)
            json.member("nodes", nodes.count)
            json.key("policies")
            json.array { json in
                for one in rehearsed {
                    json.object { json in
                        json.member("policy", one.name)
                        json.member("tasks", one.score.tasks)
                        json.member("pauses", one.score.pauses)
                        for figure in Self.figures {
                            json.key(figure.name)
                            json.literal("\(one.score[keyPath: figure.path])")
                        }
                    }
                }
            }
        }
        screen.print(json)
    }

    private func printCSV(on screen: Screen) {
        screen.print((["policy", "tasks", "pauses"] + Self.figures.map(\.name)).joined(separator: ","))
        for one in rehearsed {
            let values = Self.figures.map { "\(one.score[keyPath: $0.path])" }
            screen.print(([one.name, "\(one.score.tasks)", "\(one.score.pauses)"] + values).joined(separator: ","))
        }
    }
}
