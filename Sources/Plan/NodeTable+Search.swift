import Model

extension NodeTable {
    /// Visits the nodes that take work and may have so much free, until `visit` says that it is enough.
    ///
    /// - Order: those with the whole width free first, as the policy chooses among them; then the others, the widest
    ///   first; by whole cores, and among equals the lowest number.
    /// - Cost: O(log nodes) a visit; rotating, that times the different numbers of free cores.
    func search(_ cores: ClosedRange<Cores>, _ choice: Policy.NodeChoice = .tightest, _ visit: (Int) -> Bool) {
        let wanted = min(cores.upperBound.whole, free.count)
        let isFound =
            switch choice {
            case .tightest: visitTightest(from: wanted, visit)
            case .rotating: visitInTurn(from: wanted, visit)
            case .spread: visitWidest(from: free.count - 1, downTo: wanted, visit)
            case .pack: visitFullest(from: wanted, visit)
            }
        if !isFound { _ = visitWidest(from: wanted - 1, downTo: cores.lowerBound.whole, visit) }
    }

    private func visitTightest(from wanted: Int, _ visit: (Int) -> Bool) -> Bool {
        var place = free.first(from: wanted)
        while let present = place {
            if free.visitAll(with: present, visit) { return true }
            place = free.first(from: present + 1)
        }
        return false
    }

    private func visitWidest(from most: Int, downTo least: Int, _ visit: (Int) -> Bool) -> Bool {
        var place = free.last(upTo: most)
        while let present = place, present >= least {
            if free.visitAll(with: present, visit) { return true }
            place = free.last(upTo: present - 1)
        }
        return false
    }

    /// Begins behind the node that was taken last, and comes round to it.
    private func visitInTurn(from wanted: Int, _ visit: (Int) -> Bool) -> Bool {
        let begin = (lastTaken ?? -1) + 1
        for part in [begin..<max(begin, count), 0..<min(begin, count)] {
            var next = free.node(withAtLeast: wanted, from: part.lowerBound)
            while let number = next, number < part.upperBound {
                if visit(number) { return true }
                next = free.node(withAtLeast: wanted, from: number + 1)
            }
        }
        return false
    }

    /// Where most is in use; of nodes of one size that is where the least is free, among equals the smallest.
    private func visitFullest(from wanted: Int, _ visit: (Int) -> Bool) -> Bool {
        guard !freeBySize.isEmpty else { return visitTightest(from: wanted, visit) }
        var places = freeBySize.map { $0.free.first(from: wanted) }
        while true {
            var fullest: (used: Int, position: Int, place: Int)?
            for (position, place) in places.enumerated() {
                guard let place else { continue }
                let used = freeBySize[position].size - place
                if used > fullest?.used ?? -1 { fullest = (used, position, place) }
            }
            guard let (_, position, place) = fullest else { return false }
            if freeBySize[position].free.visitAll(with: place, visit) { return true }
            places[position] = freeBySize[position].free.first(from: place + 1)
        }
    }
}
