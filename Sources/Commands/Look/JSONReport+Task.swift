import Dialects
import Model
import Service

extension JSONReport {
    /// A task with its attempts and every change of its state.
    static func write(_ task: AttemptHistory.TaskHistory, in history: History, to json: inout JSONText) {
        json.object { json in
            json.member("task", Phrases.task(task.task, in: history))
            json.member("job", history.record(of: task.task.job)?.job.name ?? "")
            json.member("iteration", task.task.iteration)
            json.member("state", "\(history.state(of: task.task) ?? .waiting)")
            json.key("attempts")
            json.array { json in for attempt in task.attempts { write(attempt, in: history, to: &json) } }
            json.key("history")
            json.array { json in
                for change in task.changes {
                    json.object { json in
                        json.member("at", CalendarTime.iso(change.at))
                        json.member("what", HistoryWords.text(of: change.cause, in: history))
                    }
                }
            }
        }
    }
}
