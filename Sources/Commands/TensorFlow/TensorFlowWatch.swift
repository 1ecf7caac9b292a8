internal import Dialects
internal import Model
internal import Service
internal import Watch

/// Shows an execution while it goes on, passes on to its course what became of its containers, and looks at the machine
/// now and then.
final class TensorFlowWatch: RunObserver {
    let display: RunDisplay
    private let course: TensorFlowCourse
    private(set) var samples: [TensorFlowOccupation] = []
    private(set) var ends: [JobIdentifier: AttemptEnd] = [:]
    private var jobs: [AttemptIdentifier: JobIdentifier] = [:]
    private var before = ProcessorTimes()
    private var last: Instant?

    // 30 s: as the original looks.
    private static let interval = Duration.seconds(30)

    init(_ display: RunDisplay, _ course: TensorFlowCourse) {
        self.display = display
        self.course = course
    }

    func recorded(_ facts: [Fact], at now: Instant) {
        course.recorded(facts)
        for fact in facts {
            switch fact {
            case .attemptsHandedOver(let handOver):
                for (offset, task) in handOver.tasks.enumerated() {
                    jobs[AttemptIdentifier(handOver.firstAttempt.number + offset)] = task.job
                }
            case .attemptEnded(let end): if let job = jobs.removeValue(forKey: end.attempt) { ends[job] = end }
            default: break
            }
        }
        last = now
        display.recorded(facts, at: now)
    }

    func tick(_ progress: RunProgress, at now: Instant) {
        if samples.last.map({ now - $0.at >= Self.interval }) ?? true { sample(at: now) }
        display.tick(progress, at: now)
    }

    /// The last look, when all is over.
    func finish() {
        display.finish()
        if let last, samples.last.map({ $0.at < last }) ?? true { sample(at: last) }
    }

    private func sample(at now: Instant) {
        let times = ProcessorTimes()
        var share = 0.0
        if let times, let before { share = times.share(since: before) }
        before = times
        samples.append(
            TensorFlowOccupation(
                at: now, processors: share, memory: MemoryCounts()?.usedShare ?? 0, cores: course.chronicle.coresInUse))
    }

    var followsOutput: Bool { display.followsOutput }

    func printed(_ bytes: [UInt8], _ stream: OutputStreamName, by attempt: AttemptIdentifier) {
        display.printed(bytes, stream, by: attempt)
    }

    func troubled(_ sentence: String) { display.troubled(sentence) }
}
