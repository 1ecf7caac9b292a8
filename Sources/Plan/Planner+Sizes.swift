import Model

extension Planner {
    /// Whether the nodes that are there, were they empty, could run the job's narrowest task.
    func check(_ request: Request, of job: String) throws(Refusal) {
        guard let shortfall = shortfall(of: request) else { return }
        throw .tooLarge(
            job: job, asked: shortfall.asked, largest: shortfall.largest, remedy: shortfall.remedy)
    }

    /// What no present node has enough of, in words.
    struct Shortfall {
        var asked: String
        var largest: String
        var remedy: String
    }

    /// None when the present nodes, were they empty, could hold the request.
    func shortfall(of request: Request) -> Shortfall? {
        if request.nodes.lowerBound <= 1, state.nodes.states.contains(where: { !$0.isLost && $0.couldHold(request) }) {
            return nil
        }
        guard request.alternatives.allSatisfy({ shortfall(of: $0) != nil }) else { return nil }
        let nodes = state.nodes.present
        let able = nodes.filter { $0.couldHold(request) }
        guard Self.mostTogether(able) < request.nodes.lowerBound else { return nil }
        let most = nodes.map { Cores($0.node.cores.count) }.max() ?? .zero
        let memory = nodes.map(\.node.memory).max() ?? .zero
        let gpus = nodes.map(\.node.gpus.count).max() ?? 0
        if nodes.isEmpty {
            return Shortfall(asked: "a node", largest: "there is none", remedy: "Start an executor.")
        }
        if request.cores.lowerBound > most {
            return Shortfall(
                asked: "\(request.cores.lowerBound) cores", largest: "the largest node has \(most)",
                remedy: "Lower its cores, or add a node.")
        }
        if request.memory > memory {
            return Shortfall(
                asked: "\(request.memory) of memory", largest: "the largest node has \(memory)",
                remedy: "Lower its memory, or add a node.")
        }
        if request.gpus > Amount(gpus) {
            return Shortfall(
                asked: "\(request.gpus) GPUs", largest: "the largest node has \(gpus)",
                remedy: "Lower its GPUs, or make more visible in CUDA_VISIBLE_DEVICES.")
        }
        if request.nodes.lowerBound > nodes.count {
            return Shortfall(
                asked: "\(request.nodes.lowerBound) nodes", largest: "there are \(nodes.count)",
                remedy: "Lower its nodes, or add some.")
        }
        if request.nodes.lowerBound > Self.mostTogether(nodes) {
            return Shortfall(
                asked: "\(request.nodes.lowerBound) nodes of one allocation",
                largest: "the largest has \(Self.mostTogether(nodes))",
                remedy: "Lower its nodes, or make a larger allocation.")
        }
        let needsEngine = request.named.contains { $0.name == Container.amountName }
        if needsEngine, !nodes.contains(where: { $0.node.named.contains { $0.name == Container.amountName } }) {
            let problem = nodes.lazy.map(\.node.containerProblem).first { !$0.isEmpty }
            return Shortfall(
                asked: "a container",
                largest: problem.map { "no node offers any: \($0)" } ?? "no node has a container engine",
                remedy: "Start one, or name its socket in DOCKER_HOST.")
        }
        let names = request.named.map { "\($0.name)=\($0.amount)" }
        return Shortfall(
            asked: names.isEmpty ? "a combination of amounts" : names.joined(separator: ", "),
            largest: "no node has all of it",
            remedy: "Lower what it asks for, or lend more with --use-resource.")
    }
}
