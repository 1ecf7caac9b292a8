/// One or the other: `1 GPU, or 16 cores`.
extension Request {
    /// The request and its alternatives: the soonest done first where all say how long they take, else as they were
    /// given.
    public var options: [Request] {
        guard !alternatives.isEmpty else { return [self] }
        let all = [self] + alternatives
        let times = all.compactMap(\.expectedTime)
        guard times.count == all.count else { return all }
        let order = all.indices.sorted { (times[$0], $0) < (times[$1], $1) }
        return order.map { all[$0] }
    }

    /// Which of them a placement is for: the first whose nodes, cores, GPUs and named amounts it has. Memory does not
    /// tell, since it grows in retries.
    public func taken(by placement: Placement) -> Request { options.first { $0.fits(placement) } ?? self }

    private func fits(_ placement: Placement) -> Bool {
        nodes.contains(placement.parts.count)
            && placement.parts.allSatisfy { part in
                let given = part.gpus.reduce(Amount.zero) { $0 + $1.share }
                return given == gpus && part.named == named && (takesWholeNode || cores.contains(part.width))
            }
    }
}
