package import Model

/// How an attempt's speed follows from the cores it has.
package enum Pace: Sendable, Hashable {
    /// It takes as long whatever their number.
    case constant
    /// In proportion to them: its run time is what it takes on so many, over all nodes.
    case proportional(to: Cores)

    /// What a task does of which nobody said it: one that can change its width uses every core it has.
    static func usual(of request: Request, on nodes: Int) -> Pace {
        guard request.isMalleable else { return .constant }
        return .proportional(to: Cores(thousandths: request.asked.thousandths * Int64(nodes)))
    }
}
