/// How much a line of the log matters; what is less important comes later.
package enum LogLevel: Int, Sendable, Hashable, CaseIterable, Comparable {
    /// Something can't go on.
    case error
    /// Something is not as it should be, and Rota goes on.
    case warning
    /// What those who operate it want to know of an ordinary day.
    case info
    /// Every request.
    case debug

    package var name: String { "\(self)" }

    /// The journal's number for it.
    ///
    /// - Source: sd-daemon(3), which takes them from syslog.
    var priority: Int {
        switch self {
        case .error: 3
        case .warning: 4
        case .info: 6
        case .debug: 7
        }
    }

    package static func < (left: LogLevel, right: LogLevel) -> Bool { left.rawValue < right.rawValue }
}
