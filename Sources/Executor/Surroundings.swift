internal import Model

/// The variables that an attempt finds beside those it inherits.
struct Surroundings: Sendable {
    private let markPrefix: [UInt8]
    /// Names that the submitter's environment sets; what it says about threads and ranks is left as it is.
    private let inherited: Set<String>

    /// What thread libraries read; each is set to the attempt's width unless somebody set it before.
    private static let threadCounts = [
        "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS", "NUMEXPR_NUM_THREADS",
        "VECLIB_MAXIMUM_THREADS", "RAYON_NUM_THREADS",
    ]

    /// Left to itself, Open MPI binds every job's ranks to the machine's first cores, whatever cores its caller is held
    /// to, and counts cores without their hardware threads. Versions 4 and 5 read different names.
    private static let openMPI = [
        ("OMPI_MCA_hwloc_base_binding_policy", "none"), ("PRTE_MCA_hwloc_default_binding_policy", "none"),
        ("OMPI_MCA_rmaps_base_oversubscribe", "1"), ("PRTE_MCA_rmaps_default_mapping_policy", ":oversubscribe"),
    ]

    /// - Parameter inherited: `NAME=value`, what tasks that want it inherit.
    init(token: UInt64, inherited: [[UInt8]]) {
        markPrefix = Array("ROTA_ATTEMPT=\(String(token, radix: 16))-".utf8)
        self.inherited = Set(inherited.map { String(decoding: $0.prefix { $0 != UInt8(ascii: "=") }, as: UTF8.self) })
    }

    /// The variable by which a later call finds what a killed one left behind; no job can lay another over it.
    func mark(of attempt: AttemptIdentifier) -> [UInt8] { markPrefix + String(attempt.number).utf8 }

    /// Where the attempt reads how wide it is at present; no job can lay another over it either.
    static func widthFile(_ path: String) -> [UInt8] { Array("ROTA_WIDTH_FILE=\(path)".utf8) }

    /// A container sees no other devices, and counts them from 0; other names stay what they are.
    private static func namesInside(of devices: [String]) -> [String] {
        devices.allSatisfy { Int($0) != nil } ? devices.indices.map(String.init) : devices
    }

    /// `NAME=value` for each variable but the mark, no name twice.
    ///
    /// - Order: those that are the same for every attempt, then the others.
    /// - Parameter customary: what the job's dialect adds; what the job itself says is laid over it.
    func variables(of job: Job, _ placed: PlacedNodes, _ customary: [Command.Variable]) -> PreparedTexts {
        var values: [String: Template] = ["ROTA_JOB": Template(job.name)]
        values["ROTA_CORES"] = Template(placed.width.description)
        if job.iterations.isIterated {
            values["ROTA_ITERATION"] = Template(pieces: [.hole(.iteration)])
            values["ROTA_VALUE"] = Template(pieces: [.hole(.value(.whole))])
        }
        let known = job.command.inheritsEnvironment ? inherited : []
        // A rank is one thread wide unless its job says otherwise; the ranks together fill the cores.
        let threads = job.command.model.startsRanks ? 1 : max(1, placed.widthHere.whole)
        for name in Self.threadCounts where !known.contains(name) { values[name] = Template(String(threads)) }
        if job.command.model == .openMPI {
            for (name, value) in Self.openMPI where !known.contains(name) { values[name] = Template(value) }
        }
        if job.request.gpus > .zero {
            let devices = job.command.container == nil ? placed.devices : Self.namesInside(of: placed.devices)
            values["CUDA_VISIBLE_DEVICES"] = Template(devices.joined(separator: ","))
        }
        for variable in customary + job.command.environment { values[variable.name] = variable.value }
        var texts = PreparedTexts()
        let sorted = values.sorted { $0.key < $1.key }
        for (name, value) in sorted where !value.hasHoles { texts.append(value.assigned(to: name)) }
        for (name, value) in sorted where value.hasHoles { texts.append(value.assigned(to: name)) }
        return texts
    }
}

extension Template {
    fileprivate var hasHoles: Bool {
        pieces.contains { if case .hole = $0 { true } else { false } }
    }

    fileprivate func assigned(to name: String) -> Template { Template(pieces: [.text(name + "=")] + pieces) }
}
