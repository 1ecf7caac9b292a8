package import Posix

/// What those who operate a relay may want to know.
package enum RelayNote: Sendable, Hashable {
    case opened(from: String, to: Endpoint)
    case closed(from: String, to: Endpoint, bytes: Int64)
    /// What it said was neither CURVE nor TLS; how often since it was last told.
    case refused(from: String, count: Int)
    /// It said nothing, or nothing more.
    case silent(from: String)
    case unreachable(Endpoint, SystemFailure)
    /// As many as there may be; the others wait.
    case full(Int)
    case failed(SystemFailure)

    package var isTrouble: Bool {
        switch self {
        case .opened, .closed, .silent: false
        case .refused, .unreachable, .full, .failed: true
        }
    }
}

extension RelayNote: CustomStringConvertible {
    /// Without the stop at its end.
    package var description: String {
        switch self {
        case .opened(let peer, let target): return "carries \(peer) to \(target)"
        case .closed(let peer, let target, let bytes): return "\(peer) to \(target) is over after \(bytes) bytes"
        case .refused(let peer, let count):
            let often = count == 1 ? "" : ", \(count) times since it was last told"
            return "let nothing pass from \(peer): neither CURVE nor TLS\(often)"
        case .silent(let peer): return "cut off \(peer), which said nothing for too long"
        case .unreachable(let target, let failure): return "can't reach \(target): \(failure)"
        case .full(let count): return "carries \(count) connections, as many as it may; others wait"
        case .failed(let failure): return "\(failure)"
        }
    }
}
