import Dialects
import Model
import Testing

@testable import Service

private let at = Instant.zero + .seconds(1)
private let job = JobIdentifier(2)
private let tasks = TaskRange(job: job, iterations: 3..<5)

@Test(
    "each kind of fact becomes an object that names it",
    arguments: [
        (Fact.heldBack(at: at), "heldBack"), (.planned(at: at), "planned"),
        (.planningConfigured(PlanningRules(), at: at), "planningConfigured"),
        (.resumed(at: at), "resumed"),
        (.nodeLost(NodeIdentifier(1), at: at), "nodeLost"),
        (.nodeSilent(NodeIdentifier(1), at: at), "nodeSilent"), (.nodeHeard(NodeIdentifier(1), at: at), "nodeHeard"),
        (.nodeDraining(NodeIdentifier(1), at: at), "nodeDraining"),
        (.nodeAvailable(NodeIdentifier(1), at: at), "nodeAvailable"),
        (.coresKeptByOthers(NodeIdentifier(1), positions: [0, 3], at: at), "coresKeptByOthers"),
        (.jobsPaused([job], at: at), "jobsPaused"),
        (.jobsUnpaused([job], at: at), "jobsUnpaused"), (.jobsRemoved([job], at: at), "jobsRemoved"),
        (.jobChanged(job, JobChange(priority: 3), at: at), "jobChanged"),
        (.retryRequested(job, at: at), "retryRequested"),
        (.attemptStarted(AttemptIdentifier(4), at: at), "attemptStarted"),
        (.attemptsTakenBack(first: AttemptIdentifier(4), count: 2, at: at), "attemptsTakenBack"),
        (
            .attemptEnded(AttemptEnd(attempt: AttemptIdentifier(4), startedAt: nil, endedAt: at, outcome: .lost)),
            "attemptEnded"
        ),
        (.taskReturned(TaskIdentifier(job: job, iteration: 3), readyAt: at, memory: .zero), "taskReturned"),
        (.taskFailed(TaskIdentifier(job: job, iteration: 3), at: at), "taskFailed"),
        (.tasksReleased(tasks, at: at), "tasksReleased"), (.tasksCancelled(tasks, at: at), "tasksCancelled"),
        (.tasksRetried(tasks, at: at), "tasksRetried"),
        (.recordCondensed(jobs: 3, attempts: 4, at: at), "recordCondensed"),
        (.tasksSkipped(tasks, because: TaskIdentifier(job: JobIdentifier(0), iteration: 0), at: at), "tasksSkipped"),
    ])
func eachFact(fact: Fact, name: String) throws {
    var json = JSONText(indented: false)
    FactLine(number: 7, fact: fact).write(to: &json)

    let fields = try AnswerFields(JSONReader.read(json.bytes, document: "line").root)
    #expect(try fields.text("fact") == name)
    #expect(try fields.text("at") == "1970-01-01T00:00:01Z")
    #expect(!json.bytes.contains(0x0A))
}
