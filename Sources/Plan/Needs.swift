import Model

/// The least of each amount that a task needs, to find what can't start without looking at each.
///
/// - Units: cores and GPUs in thousandths, memory in bytes, time in nanoseconds; amounts are for each node.
struct Needs: Sendable, Hashable {
    var cores: Int64
    var memory: Int64
    var gpus: Int64
    /// How long it runs at least, by what its submitter said; zero where nothing was said.
    var time: Int64

    /// More than anybody needs.
    static let endless = Needs(cores: .max, memory: .max, gpus: .max, time: .max)
    static let nothing = Needs(cores: 0, memory: 0, gpus: 0, time: 0)

    init(cores: Int64, memory: Int64, gpus: Int64, time: Int64) {
        self.cores = cores
        self.memory = memory
        self.gpus = gpus
        self.time = time
    }

    init(of request: Request) {
        // How wide the tasks of such a job are depends on the largest node.
        cores = request.sharing == .none ? request.cores.lowerBound.thousandths : 0
        memory = request.memory.count
        gpus = request.gpus.thousandths
        let longest = request.wallTime ?? Duration(nanoseconds: .max)
        time = min(request.expectedTime ?? request.wallTime ?? .zero, longest).nanoseconds
        for other in request.alternatives { formMinimum(Needs(of: other)) }
    }

    mutating func formMinimum(_ other: Needs) {
        cores = min(cores, other.cores)
        memory = min(memory, other.memory)
        gpus = min(gpus, other.gpus)
        time = min(time, other.time)
    }

    mutating func formMaximum(_ other: Needs) {
        cores = max(cores, other.cores)
        memory = max(memory, other.memory)
        gpus = max(gpus, other.gpus)
        time = max(time, other.time)
    }

    /// So much more is there.
    mutating func add(_ other: Needs) {
        cores += other.cores
        memory += other.memory
        gpus += other.gpus
    }

    /// Whether a node with so much may do; how long it takes is not asked.
    func fit(into room: Needs) -> Bool { cores <= room.cores && memory <= room.memory && gpus <= room.gpus }
}
