import Model

/// The colours of states.
enum StateTones {
    static func tone(_ state: TaskState) -> Tone {
        switch state {
        case .succeeded: .good
        case .failed: .bad
        case .cancelled, .skipped, .paused: .caution
        case .running, .starting: .lively
        case .waiting, .ready: .plain
        }
    }
}
