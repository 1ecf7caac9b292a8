import Dialects
import Model
import Service

/// Everything a report shows, whatever its format.
struct RunReport {
    var summary: RunSummary
    /// The same in a form that programs and other screens have too.
    var statistics: StatisticsView
    var jobs: [JobView]
    var timeline: RunTimeline
    /// The last lines of what failed attempts wrote to their standard error.
    var errorTails: [AttemptIdentifier: [String]]
    /// Whether a process is still working on it.
    var isGoing: Bool

    var history: History { summary.history }

    /// How the run stands, in a word or two.
    var standing: (text: String, isGood: Bool?) {
        let counts = summary.counts
        let unsuccessful = counts.unsuccessful
        if isGoing { return unsuccessful > 0 ? ("going, \(unsuccessful) failed", false) : ("going", nil) }
        if counts.ended < counts.total {
            return (history.sessions.end == .interrupted ? "interrupted" : "unfinished", false)
        }
        return unsuccessful == 0 ? ("succeeded", true) : ("\(Wording.count(unsuccessful)) did not succeed", false)
    }

    /// "asked 4 cores, used 1.1", on average over the time of all attempts.
    var askedAndUsed: (asked: String, used: String) {
        (Phrases.cores(summary.coresHeld), Phrases.number(summary.coresUsed))
    }
}
