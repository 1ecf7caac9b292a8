internal import Executor
internal import Model
internal import Posix
internal import Wire

/// Brings what tasks printed on machines that share no folder with the service, little by little.
///
/// On the loop's thread: a piece is written in less time than a commit takes, and is not waited for to be on the disk.
struct OutputFetcher {
    private var fetching: Fetching
    /// The run's folder.
    private let run: String
    private let note: (ServiceNote) -> Void
    /// Executors of which nothing is to be brought.
    private var others: Set<UInt64> = []
    /// What executors told between their hello and their ready, when it is not known yet whose folder can be seen.
    private var early: [UInt64: [AttemptEnd]] = [:]
    private var wasToldOfTrouble = false

    /// - Parameter limit: the longest output of one stream that is brought; 0: nothing is.
    init(run: String, limit: Int64, note: @escaping (ServiceNote) -> Void) {
        self.run = run
        self.note = note
        fetching = Fetching(limit: limit)
    }

    /// An executor has begun to work, or goes on after its link broke.
    mutating func begin(_ hello: Hello) {
        let ends = early.removeValue(forKey: hello.executor) ?? []
        let isSeen = FileSystem.exists(OutputStore.folder(of: hello.executor, in: run))
        guard !hello.outputFolder.isEmpty, !isSeen else { return _ = others.insert(hello.executor) }
        let fetched = FetchedOutput(of: hello.executor, in: run)
        // Noted also where nothing is to be brought: people are told where it is.
        if fetched.origin == nil {
            do throws(SystemFailure) {
                try fetched.note(node: hello.node.name, folder: hello.outputFolder)
            } catch { complain(error) }
        }
        guard fetching.limit > 0 else { return _ = others.insert(hello.executor) }
        fetching.begin(hello.executor, logSize: fetched.size(.log), missing: fetched.missing)
        for end in ends { ended(end, on: hello.executor) }
    }

    mutating func forget(_ executor: UInt64) {
        fetching.forget(executor)
        others.remove(executor)
        early[executor] = nil
    }

    mutating func ended(_ end: AttemptEnd, on executor: UInt64) {
        guard !others.contains(executor) else { return }
        guard fetching.knows(executor) else { return early[executor, default: []].append(end) }
        for piece in fetching.ended(end, on: executor) {
            do throws(SystemFailure) {
                try FetchedOutput(of: executor, in: run).want(piece)
            } catch { complain(error) }
        }
    }

    /// What to ask for next; none: nothing, or not now.
    mutating func next(number: UInt64, at now: Instant) -> (executor: UInt64, request: OutputRequest)? {
        fetching.next(number: number, at: now)
    }

    /// It could not be asked: it is not there.
    mutating func abandon(_ number: UInt64) { _ = fetching.answered(number) }

    /// Stores what came; false when it was not asked for here.
    mutating func take(_ piece: OutputPiece, at now: Instant) -> Bool {
        guard let question = fetching.answered(piece.request) else { return false }
        if case .failed = piece.standing {
            fetching.failed(question)
            return true
        }
        do throws(SystemFailure) {
            let fetched = FetchedOutput(of: question.executor, in: run)
            if !piece.bytes.isEmpty { try fetched.append(piece.bytes, to: question.file, at: question.offset) }
            fetching.stored(question, count: Int64(piece.bytes.count))
            wasToldOfTrouble = false
        } catch {
            complain(error)
            fetching.postpone(question, at: now)
        }
        return true
    }

    mutating func look(at now: Instant) { fetching.look(at: now) }

    private mutating func complain(_ failure: SystemFailure) {
        guard !wasToldOfTrouble else { return }
        wasToldOfTrouble = true
        note(ServiceNote(.warning, "what tasks printed elsewhere can't be kept here: \(failure)"))
    }
}
