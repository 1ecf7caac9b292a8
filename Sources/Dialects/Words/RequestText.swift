package import Model

/// What a task asks for, in words.
package enum RequestText {
    /// `2 to 4 cores, 2 GiB, licence=1, 10 min at most`
    package static func text(of request: Request) -> String {
        var parts = [cores(of: request)]
        if request.nodes != 1...1 {
            let (least, most) = (request.nodes.lowerBound, request.nodes.upperBound)
            parts[0] += " on each of \(least == most ? "\(most)" : "\(least) to \(most)") nodes"
        }
        if request.memory > .zero {
            let grows = request.memoryLimit > request.memory
            parts.append(grows ? "\(request.memory) up to \(request.memoryLimit)" : "\(request.memory)")
        }
        if request.gpus > .zero { parts.append("\(request.gpus) \(request.gpus == Amount(1) ? "GPU" : "GPUs")") }
        parts += request.named.map { "\($0.name)=\($0.amount)" }
        if let time = request.wallTime { parts.append("\(time) at most") }
        return parts.joined(separator: ", ")
    }

    /// `mesh`, `mesh:3`, `mesh:${it}`, and whether any end will do.
    package static func text(of dependency: Dependency) -> String {
        let scope =
            switch dependency.scope {
            case .job: ""
            case .iteration(let iteration): ":\(iteration)"
            case .sameIteration: ":${it}"
            }
        return dependency.job + scope + (dependency.condition == .end ? " (ended)" : "")
    }

    private static func cores(of request: Request) -> String {
        switch request.sharing {
        case .equalParts(let parts): return "an equal part of \(parts) of the cores"
        case .fewestRounds: return "a share of the cores, in the fewest rounds"
        case .none: break
        }
        if request.takesWholeNode { return "every core of a node" }
        let (least, most) = (request.cores.lowerBound, request.cores.upperBound)
        if least == most { return "\(most) \(most == .one ? "core" : "cores")" }
        // More than any machine has: there is no upper bound.
        if most >= Cores(1_000_000) { return "\(least) or more cores" }
        return "\(least) to \(most) cores"
    }
}
