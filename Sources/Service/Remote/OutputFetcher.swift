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
    private var wasToldOfTrouble = false

    /// - Parameter limit: the longest output of one stream that is brought; 0: nothing is.
    init(run: String, limit: Int64, note: @escaping (ServiceNote) -> Void) {
        self.run = run
        self.note = note
        fetching = Fetching(limit: limit)
    }

    /// An executor has begun to work, or goes on after its link broke.
    mutating func begin(_ hello: Hello) {
        let isSeen = FileSystem.exists(OutputStore.folder(of: hello.executor, in: run))
        guard !hello.outputFolder.isEmpty, !isSeen else { return }
        let fetched = FetchedOutput(of: hello.executor, in: run)
        // Noted also where nothing is to be brought: people are told where it is.
        if fetched.origin == nil {
            do throws(SystemFailure) {
                try fetched.note(node: hello.node.name, folder: hello.outputFolder)
            } catch { complain(error) }
        }
        if fetching.limit > 0 { fetching.begin(hello.executor, logSize: fetched.size(.log)) }
    }

    mutating func forget(_ executor: UInt64) { fetching.forget(executor) }
    mutating func ended(_ end: AttemptEnd, on executor: UInt64) { fetching.ended(end, on: executor) }

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
