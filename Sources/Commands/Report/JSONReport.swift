import Dialects
import Model
import Service

/// The report for programs: times in seconds, amounts in their own units, states as words.
enum JSONReport {
    static func write(_ report: RunReport, to json: inout JSONText) {
        json.object { json in
            report.statistics.writeMembers(to: &json)
            json.member("jobs", list: report.jobs)
            json.key("cores")
            json.array { json in
                for use in CoreUse.all(of: report.summary) {
                    json.object { json in
                        json.member("node", use.node)
                        json.member("core", use.core)
                        json.member("heldSeconds", seconds: use.held)
                        json.member("heldShare", thousandths: use.share.map(Int64.init))
                    }
                }
            }
        }
    }
}
