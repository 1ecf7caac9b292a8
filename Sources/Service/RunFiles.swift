internal import Ledger
internal import Model
internal import Posix

/// Where the runs of a folder are kept, and which of them is meant.
struct RunFiles {
    let state: StateFolder

    init(option: String?, directory: String) {
        state = StateFolder.located(
            option: option, environment: Environment.value(of: "ROTA_STATE"), directory: directory)
    }

    /// The run of that number; for none, the last one that is not over and that nobody holds.
    ///
    /// - Throws: a `Refusal` when there is none, with what to do; a `RunFailure` when the folder can't be read.
    func folderToResume(_ number: Int?) throws -> RunFolder {
        if let number {
            guard let folder = try folder(number) else { throw Refusal.noSuchRun(number, in: state.path) }
            if let owner = try owner(of: folder) { throw Refusal.held(number, by: owner) }
            return folder
        }
        let all = try RunFailure.system { () throws(SystemFailure) in try folders() }
        var held: Refusal?
        for folder in all.reversed() {
            if let owner = try owner(of: folder) {
                held = held ?? .held(folder.number, by: owner)
            } else if folder.isUnfinished {
                return folder
            }
        }
        throw held ?? .nothingToResume(in: state.path, last: all.last?.number)
    }

    /// Every run, in the order of their numbers.
    ///
    /// - Cost: two listings, while asking for each number by itself lists the folder each time.
    func folders() throws(SystemFailure) -> [RunFolder] {
        guard let last = try state.run(nil) else { return [] }
        let runs = FileSystem.folder(of: last.path)
        return try state.runNumbers().map { RunFolder(path: "\(runs)/\($0)", number: $0) }
    }

    private func folder(_ number: Int) throws -> RunFolder? {
        try RunFailure.system { () throws(SystemFailure) in try state.run(number) }
    }

    private func owner(of folder: RunFolder) throws -> LockOwner? {
        try RunFailure.system { () throws(SystemFailure) in try RunLock.holder(of: folder.path) }
    }
}

extension RunFolder {
    /// Whether something was begun in it whose last word is not that every task has ended.
    ///
    /// A run that was killed before its first commit has begun nothing.
    var isUnfinished: Bool {
        let reader = reader()
        var hasBegun = false
        var isComplete = false
        while let frame = try? reader.next() {
            hasBegun = true
            for fact in frame.facts {
                switch fact {
                case .runOpened: isComplete = false
                case .runClosed(let end, _): isComplete = end == .complete
                default: break
                }
            }
        }
        return hasBegun && !isComplete
    }

    /// Whether whoever held it went without giving it back.
    var hasDeadLock: Bool { FileSystem.exists(path + "/lock") && ((try? RunLock.holder(of: path)) ?? nil) == nil }

    /// What its attempts are marked with; none when not even the first frame can be read.
    var token: UInt64? {
        let reader = reader()
        _ = try? reader.next()
        return reader.token
    }
}
