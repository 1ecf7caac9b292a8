package import Model

/// How much sooner a task ends on more cores than it asked for.
package enum Speed: Sendable, Hashable {
    /// It takes as long on any width.
    case fixed
    /// Twice the cores, half the time.
    case linear
    /// This part of its work on one core does not gain from others, from 0 to 1 (Amdahl 1967).
    case amdahl(serial: Double)
    /// As it was measured.
    case measured(RunTimesByWidth)

    /// - Parameter cores: on which its run time is known, over all nodes.
    func pace(to cores: Cores) -> Pace {
        switch self {
        case .fixed: .constant
        case .linear: .proportional(to: cores)
        case .amdahl(let serial): .amdahl(serial: Int64((serial * 1000).rounded()), to: cores)
        case .measured(let times): .measured(times, on: cores)
        }
    }
}
