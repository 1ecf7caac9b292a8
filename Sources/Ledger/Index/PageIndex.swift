internal import Model

/// Where the facts about each page of tasks lie: a page is 1024 iterations of a job.
///
/// What is noted for a page is enough to tell the story of its tasks as reading everything would: also what became of
/// the attempts before theirs in a chain, since that decides whether a lost one had started, and when the last fact of
/// a session became true, since that is when it was lost.
struct PageIndex {
    struct Page: Hashable {
        var job: Int
        var number: Int

        /// What concerns the run: it is read for any task.
        static let run = Page(job: -1, number: .min)
        /// What concerns so many tasks of a job that it is read for any of them.
        static func whole(_ job: Int) -> Page { Page(job: job, number: .min) }

        init(job: Int, number: Int) {
            self.job = job
            self.number = number
        }

        init(of task: TaskIdentifier) {
            self.init(job: task.job.number, number: task.iteration >> 10)
        }

        /// Those of a range, from the first to the last.
        static func numbers(of range: TaskRange) -> ClosedRange<Int>? {
            guard let first = range.iterations.first, let last = range.iterations.last else { return nil }
            return first >> 10...last >> 10
        }
    }

    /// Where a chain was handed over, and the pages of its tasks and of those that wait for it.
    private struct Chain {
        var place: SegmentPlace
        var pages: [Page]
    }

    private(set) var pages: [Page: [SegmentPlace]] = [:]
    /// The chains of attempts that have not ended.
    private var open: [Int: Chain] = [:]
    /// The latest moment since the run was last opened, and where it stands.
    private var latest: (moment: Instant, place: SegmentPlace)?

    /// 32 KiB: so near, two places are read faster as one.
    private static let nearby: Int64 = 32 << 10
    /// A range over more pages than this is noted for the whole job.
    private static let widest = 64

    mutating func add(_ frame: LedgerFrame) {
        let place = SegmentPlace(segment: frame.segment, bytes: frame.bytes)
        for fact in frame.facts {
            if case .runOpened = fact { finish() }
            if let moment = fact.moment, latest.map({ $0.moment < moment }) ?? true { latest = (moment, place) }
            add(fact, at: place)
        }
    }

    /// Notes what only the end of a session shows; to be called when there are no more frames.
    mutating func finish() {
        if let latest { note(.run, latest.place) }
        latest = nil
    }

    /// The places of what concerns some tasks, and of what concerns the run.
    func places(of tasks: TaskRange) -> [SegmentPlace] {
        var wanted = [Page.run, .whole(tasks.job.number)]
        for number in Page.numbers(of: tasks).map(Array.init) ?? [] {
            wanted.append(Page(job: tasks.job.number, number: number))
        }
        return SegmentPlace.merged(wanted.flatMap { pages[$0] ?? [] })
    }

    private mutating func add(_ fact: Fact, at place: SegmentPlace) {
        switch fact {
        case .attemptsHandedOver(let handOver): add(handOver, at: place)
        case .attemptStarted(let attempt, _), .adjustmentDecided(let attempt, _, _),
            .attemptAdjusted(let attempt, _, _),
            .adjustmentFailed(let attempt, _, _, _):
            note(open[attempt.number]?.pages ?? [], place)
        case .attemptEnded(let end): note(open.removeValue(forKey: end.attempt.number)?.pages ?? [], place)
        case .attemptsTakenBack(let first, let count, _):
            // Those that are open, since a damaged record may claim any number.
            for (number, chain) in open where number >= first.number && number - first.number < count {
                note(chain.pages, place)
                open[number] = nil
            }
        case .taskReturned(let task, _, _), .taskFailed(let task, _): note(Page(of: task), place)
        case .tasksSkipped(let range, _, _), .tasksCancelled(let range, _), .tasksReleased(let range, _),
            .tasksSettled(let range, _), .tasksRetried(let range, _):
            note(pages(of: range), place)
        case .retryRequested(let job, _): note(.whole(job.number), place)
        case .runOpened, .runClosed, .nodeJoined, .nodeLost, .nodeSilent, .nodeHeard, .nodeDraining, .nodeAvailable,
            .jobsSubmitted, .jobsPaused, .jobsUnpaused, .jobsFrozen, .jobChanged, .jobsRemoved, .heldBack, .resumed,
            .recordCondensed, .planningConfigured, .coresKeptByOthers:
            note(.run, place)
        case .planned: break
        }
    }

    private mutating func add(_ handOver: HandOver, at place: SegmentPlace) {
        var touched: [Page] = []
        for range in handOver.tasks { touched += pages(of: range).filter { !touched.contains($0) } }
        if let before = handOver.after?.number, let chain = open[before] {
            let new = touched.filter { !chain.pages.contains($0) }
            note(new, chain.place)
            open[before]?.pages += new
        }
        note(touched, place)
        let chain = Chain(place: place, pages: touched)
        let first = handOver.firstAttempt.number
        for number in first..<first + handOver.count { open[number] = chain }
    }

    private func pages(of range: TaskRange) -> [Page] {
        guard let numbers = Page.numbers(of: range) else { return [] }
        if numbers.count > Self.widest { return [.whole(range.job.number)] }
        return numbers.map { Page(job: range.job.number, number: $0) }
    }

    private mutating func note(_ pages: [Page], _ place: SegmentPlace) {
        for page in pages { note(page, place) }
    }

    private mutating func note(_ page: Page, _ place: SegmentPlace) {
        guard let last = pages[page]?.last, last.segment == place.segment,
            last.bytes.lowerBound <= place.bytes.lowerBound,
            place.bytes.lowerBound - last.bytes.upperBound < Self.nearby
        else {
            pages[page, default: []].append(place)
            return
        }
        guard last.bytes.upperBound < place.bytes.upperBound, let position = pages[page]?.indices.last else { return }
        pages[page]?[position].bytes = last.bytes.lowerBound..<place.bytes.upperBound
    }
}
