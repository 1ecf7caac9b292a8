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

    /// The run of that number; the last one that is not over for none.
    func folderToResume(_ number: Int?) throws(RunFailure) -> RunFolder? {
        do throws(SystemFailure) {
            if let number { return try state.run(number) }
            for number in try state.runNumbers().reversed() {
                guard let folder = try state.run(number) else { continue }
                if !folder.isComplete { return folder }
            }
            return nil
        } catch { throw .system(error) }
    }
}

extension RunFolder {
    /// Whether its last word is that every task has ended.
    var isComplete: Bool {
        let reader = reader()
        var isComplete = false
        while let frame = try? reader.next() {
            for fact in frame.facts {
                switch fact {
                case .runOpened: isComplete = false
                case .runClosed(let end, _): isComplete = end == .complete
                default: break
                }
            }
        }
        return isComplete
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
