package import Model

/// How much sooner a task ends on more cores.
package enum Speed: Sendable, Hashable {
    /// It takes as long on any width.
    case fixed
    /// Twice the cores, half the time.
    case linear
    /// This part of its work on one core does not gain from others, from 0 to 1 (Amdahl 1967).
    case amdahl(serial: Double)

    /// How long it takes on other cores than those for which its run time is known.
    package func runTime(_ known: Duration, on knownWidth: Cores, at width: Cores) -> Duration {
        guard width != knownWidth, width > .zero, knownWidth > .zero else { return known }
        let ratio = share(width) / share(knownWidth)
        return Duration(nanoseconds: Int64((Double(known.nanoseconds) * ratio).rounded()))
    }

    /// The time it takes, as a part of what it takes on one core.
    private func share(_ width: Cores) -> Double {
        let cores = Double(width.thousandths) / 1000
        return switch self {
        case .fixed: 1
        case .linear: 1 / cores
        case .amdahl(let serial): serial + (1 - serial) / cores
        }
    }
}
