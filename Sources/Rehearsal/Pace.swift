package import Model

/// How an attempt's speed follows from the cores it has.
package enum Pace: Sendable, Hashable {
    /// It takes as long whatever their number.
    case constant
    /// In proportion to them: its run time is what it takes on so many, over all nodes.
    case proportional(to: Cores)
    /// As before, but so many thousandths of its work on one core do not gain from others (Amdahl 1967).
    case amdahl(serial: Int64, to: Cores)
    /// As it was measured: its run time is what it takes on so many.
    case measured(RunTimesByWidth, on: Cores)

    /// What a task does of which nobody said it: one that can change its width uses every core it has.
    static func usual(of request: Request, on nodes: Int) -> Pace {
        guard request.isMalleable else { return .constant }
        return .proportional(to: Cores(thousandths: request.asked.thousandths * Int64(nodes)))
    }

    /// How fast it goes on so many cores: the product of these quotients, each its first part over its second.
    func quotients(on width: Cores) -> [(Int64, Int64)] {
        switch self {
        case .constant: return []
        case .proportional(let full): return [(width.thousandths, full.thousandths)]
        case .amdahl(let serial, let full):
            func work(on cores: Cores) -> Int64 { serial * cores.thousandths + (1000 - serial) * 1000 }
            return [(width.thousandths, full.thousandths), (work(on: full), work(on: width))]
        case .measured(let times, let full):
            return [(times.time(on: full).nanoseconds, times.time(on: width).nanoseconds)]
        }
    }
}
