internal import Model

/// Where the facts about each page of tasks lie: a page is 1024 iterations of a job.
struct PageIndex {
    struct Page: Hashable {
        var job: Int
        var number: Int

        /// What concerns so many tasks of a job that it is read for any of them.
        static func whole(_ job: Int) -> Page { Page(job: job, number: .min) }

        init(job: Int, number: Int) {
            self.job = job
            self.number = number
        }

        init(of task: TaskIdentifier) {
            self.init(job: task.job.number, number: task.iteration >> 10)
        }
    }

    private(set) var pages: [Page: [SegmentPlace]] = [:]
    /// The pages of attempts that have not ended.
    private var open: [Int: Page] = [:]

    /// 32 KiB: so near, two places are read faster as one.
    private static let nearby: Int64 = 32 << 10
    /// A range over more pages than this is noted for the whole job.
    private static let widest = 64

    mutating func add(_ frame: LedgerFrame) {
        for fact in frame.facts {
            switch fact {
            case .attemptsHandedOver(let handOver):
                for (attempt, task) in handOver.attempts { open[attempt.number] = Page(of: task) }
                for range in handOver.tasks { note(range, frame) }
            case .attemptStarted(let attempt, _):
                if let page = open[attempt.number] { note(page, frame) }
            case .attemptEnded(let end):
                if let page = open.removeValue(forKey: end.attempt.number) { note(page, frame) }
            case .attemptsTakenBack(let first, let count, _):
                for (number, page) in open where number >= first.number && number - first.number < count {
                    note(page, frame)
                    open[number] = nil
                }
            case .taskReturned(let task, _, _), .taskFailed(let task, _): note(Page(of: task), frame)
            case .tasksSkipped(let range, _, _), .tasksCancelled(let range, _), .tasksReleased(let range, _):
                note(range, frame)
            case .retryRequested(let job, _): note(.whole(job.number), frame)
            case .jobsSubmitted(let first, let jobs, _, _):
                for offset in jobs.indices { note(.whole(first.number + offset), frame) }
            case .jobsPaused(let jobs, _), .jobsUnpaused(let jobs, _), .jobsRemoved(let jobs, _):
                for job in jobs { note(.whole(job.number), frame) }
            case .jobChanged(let job, _, _): note(.whole(job.number), frame)
            case .runOpened, .runClosed, .nodeJoined, .nodeLost, .nodeSilent, .nodeHeard, .nodeDraining,
                .nodeAvailable, .heldBack, .resumed:
                break
            }
        }
    }

    private mutating func note(_ range: TaskRange, _ frame: LedgerFrame) {
        guard let first = range.iterations.first, let last = range.iterations.last else { return }
        let numbers = first >> 10...last >> 10
        if numbers.count > Self.widest { return note(.whole(range.job.number), frame) }
        for number in numbers { note(Page(job: range.job.number, number: number), frame) }
    }

    private mutating func note(_ page: Page, _ frame: LedgerFrame) {
        let place = SegmentPlace(segment: frame.segment, bytes: frame.bytes)
        guard let last = pages[page]?.last, last.segment == place.segment,
            place.bytes.lowerBound - last.bytes.upperBound < Self.nearby
        else {
            pages[page, default: []].append(place)
            return
        }
        guard last.bytes.upperBound < place.bytes.upperBound, let position = pages[page]?.indices.last else { return }
        pages[page]?[position].bytes = last.bytes.lowerBound..<place.bytes.upperBound
    }
}
