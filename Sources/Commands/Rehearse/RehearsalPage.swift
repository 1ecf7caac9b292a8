internal import Dialects
internal import Model
internal import Rehearsal

/// How one policy served, under the name it was chosen by.
struct RehearsalRow {
    var name: String
    var score: Score

    /// What is told of it, in the order of the table: its name for programs, and its value in seconds or without unit.
    var members: [(name: String, value: Double)] {
        [
            ("meanWaitSeconds", score.meanWait), ("longestWaitSeconds", score.longestWait),
            ("meanResponseSeconds", score.meanResponse), ("longestResponseSeconds", score.longestResponse),
            ("meanBoundedSlowdown", score.meanSlowdown), ("largestBoundedSlowdown", score.largestSlowdown),
            ("utilisation", score.utilisation), ("makespanSeconds", score.makespan),
            ("tasksPerSecond", score.productivity),
        ]
    }
}

/// Policies side by side, as a table, JSON or CSV.
struct RehearsalPage {
    var rows: [RehearsalRow]
    var trace: WorkloadTrace
    var path: String
    var processors: Int

    func print(_ shape: RehearseOptions.Shape, on screen: Screen) {
        switch shape {
        case .table: printTable(on: screen)
        case .json: printJSON(on: screen)
        case .csv: printCSV(on: screen)
        }
    }

    private func printTable(on screen: Screen) {
        let jobs = Wording.count(trace.jobs.count, "job")
        let skipped = trace.skipped > 0 ? ", \(Wording.count(trace.skipped)) without processors or time left out" : ""
        screen.print("\(path): \(jobs) on \(Wording.count(processors, "processor"))\(skipped).")
        screen.print("")
        var table = Table(columns: [
            Table.Column("Policy"), Table.Column("Slowdown", .right),
            Table.Column("Largest", .right, dispensability: 4),
            Table.Column("Mean wait", .right), Table.Column("Longest wait", .right),
            Table.Column("Mean response", .right, dispensability: 3), Table.Column("Used", .right),
            Table.Column("Makespan", .right, dispensability: 1), Table.Column("Jobs/h", .right, dispensability: 2),
        ])
        for row in rows {
            let score = row.score
            table.append([
                Table.Cell(row.name), Table.Cell(Self.decimal(score.meanSlowdown)),
                Table.Cell(Self.decimal(score.largestSlowdown)), Table.Cell(Self.time(score.meanWait)),
                Table.Cell(Self.time(score.longestWait)), Table.Cell(Self.time(score.meanResponse)),
                Table.Cell("\(Self.decimal(score.utilisation * 100)) %"), Table.Cell(Self.time(score.makespan)),
                Table.Cell(Self.decimal(score.productivity * 3600)),
            ])
        }
        screen.print(table)
    }

    /// One digit behind the point.
    private static func decimal(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return "\(Wording.count(tenths / 10)).\(tenths % 10)"
    }

    private static func time(_ seconds: Double) -> String { "\(Duration(nanoseconds: Int64(seconds * 1e9)))" }

    private func printJSON(on screen: Screen) {
        var json = JSONText()
        json.object { json in
            json.member("trace", path)
            json.member("jobs", trace.jobs.count)
            json.member("leftOut", trace.skipped)
            json.member("brokenLines", trace.brokenCount)
            json.member("processors", processors)
            json.key("policies")
            json.array { json in
                for row in rows {
                    json.object { json in
                        json.member("policy", row.name)
                        json.member("tasks", row.score.tasks)
                        for member in row.members {
                            json.key(member.name)
                            json.literal("\(member.value)")
                        }
                    }
                }
            }
        }
        screen.print(json)
    }

    private func printCSV(on screen: Screen) {
        guard let first = rows.first else { return }
        screen.print((["policy", "tasks"] + first.members.map(\.name)).joined(separator: ","))
        for row in rows {
            let values = row.members.map { "\($0.value)" }
            screen.print(([row.name, "\(row.score.tasks)"] + values).joined(separator: ","))
        }
    }
}
