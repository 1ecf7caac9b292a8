import Model

/// How much of each core's time was work.
extension QCGRunAccount {
    struct Place: Hashable, Comparable {
        var node: String
        var core: Int

        static func < (left: Place, right: Place) -> Bool {
            left.node == right.node ? left.core < right.core : left.node < right.node
        }
    }

    static func places(of task: QCGReportedTask) -> [Place] {
        task.nodes.flatMap { node in node.cores.map { Place(node: node.name, core: $0) } }
    }

    /// A core's time that was not used, of a whole.
    struct CoreUse {
        var place: Place
        var unused: Duration
        var whole: Duration

        var percent: Double { QCGFigures.percent(whole - unused, of: whole) }
    }

    /// `rusage`
    ///
    /// - Parameter withoutStart: from the first program's start to the last one's end, not while the service was there.
    /// - Parameter untilLastJob: each core only until its own last program ended.
    package func coreUse(withoutStart: Bool, untilLastJob: Bool, withDetails: Bool) -> String {
        guard let span, let serviceSpan else { return "" }
        let window = withoutStart ? span : serviceSpan
        var used: [Place: Duration] = [:]
        var last: [Place: Instant] = [:]
        for task in run {
            guard let own = task.span else { continue }
            for place in Self.places(of: task) {
                used[place, default: .zero] += own.length
                last[place] = max(last[place] ?? own.end, own.end)
            }
        }
        let uses = used.keys.sorted().map { place in
            let end = untilLastJob ? last[place] ?? window.end : window.end
            let unused = end - window.start - (used[place] ?? .zero)
            return CoreUse(place: place, unused: unused, whole: window.length)
        }
        let notes = [
            withoutStart ? "measured from the first job's start to the last one's end" : nil,
            untilLastJob ? "each core counts until its own last job ended" : nil,
        ]
        return notes.compactMap { $0.map { "note: \($0)\n" } }.joined() + Self.text(uses, withDetails: withDetails)
    }

    /// `efficiency`: only the time in which all of a job's cores stood ready for it counts as unused.
    package func efficiency(withDetails: Bool) -> String { Self.text(idleUses(), withDetails: withDetails) }

    /// `efficiency-core NODE CORE`
    package func efficiency(node: String, core: Int) -> String {
        guard let use = idleUses().first(where: { $0.place == Place(node: node, core: core) }) else {
            return "node \(node):\(core): no job ran there\n"
        }
        return "node \(node):\(core): utilization \(QCGFigures.fixed(use.percent, 1))%, unused "
            + "\(QCGFigures.seconds(use.unused, 4)) of total \(QCGFigures.seconds(use.whole, 4))\n"
    }

    private func idleUses() -> [CoreUse] {
        guard let span else { return [] }
        var unused: [Place: Duration] = [:]
        for (task, ready) in readiness() {
            guard let own = task.span else { continue }
            for place in Self.places(of: task) { unused[place, default: .zero] += max(.zero, own.start - ready) }
        }
        return unused.keys.sorted().map { CoreUse(place: $0, unused: unused[$0] ?? .zero, whole: span.length) }
    }

    /// The tasks in the order of their starts, each with the moment from which all its cores were free.
    func readiness() -> [(task: QCGReportedTask, ready: Instant)] {
        guard let span else { return [] }
        var freeAt: [Place: Instant] = [:]
        let inOrder = run.sorted { left, right in
            let (first, second) = (left.span?.start ?? .zero, right.span?.start ?? .zero)
            return first == second ? left.name < right.name : first < second
        }
        return inOrder.map { task in
            let places = Self.places(of: task)
            let ready = places.map { freeAt[$0] ?? span.start }.max() ?? span.start
            for place in places { freeAt[place] = max(freeAt[place] ?? span.start, task.span?.end ?? span.start) }
            return (task, ready)
        }
    }

    private static func text(_ uses: [CoreUse], withDetails: Bool) -> String {
        let average = QCGFigures.fixed(QCGFigures.mean(uses.map(\.percent)), 1)
        var text = QCGFigures.line("used cores", "\(uses.count)", width: 40)
        text += QCGFigures.line("average core utilization (%)", "\(average)%", width: 40)
        guard withDetails else { return text }
        var node: String?
        for use in uses {
            if use.place.node != node { text += "\t\(use.place.node)\n" }
            node = use.place.node
            let core = "\(use.place.core)"
            text +=
                "\t\t\(core)\(String(repeating: " ", count: max(0, 4 - core.count))): "
                + "\(QCGFigures.fixed(use.percent, 1))%, unused \(QCGFigures.seconds(use.unused, 4)) s\n"
        }
        return text
    }
}
