package import Model

/// The variables that an attempt finds beside those its job names.
package struct Surroundings: Sendable {
    private let token: String
    /// Names that the submitter's environment sets; what it says about threads is left as it is.
    private let inherited: Set<String>

    /// What thread libraries read; each is set to the attempt's width unless somebody set it before.
    private static let threadCounts = [
        "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS", "NUMEXPR_NUM_THREADS",
        "VECLIB_MAXIMUM_THREADS", "RAYON_NUM_THREADS",
    ]

    package init(token: UInt64, inherited: [[UInt8]]) {
        self.token = String(token, radix: 16)
        self.inherited = Set(inherited.map { String(decoding: $0.prefix { $0 != UInt8(ascii: "=") }, as: UTF8.self) })
    }

    /// The value of `ROTA_ATTEMPT`, by which a later call finds what a killed one left behind.
    package func name(of attempt: AttemptIdentifier) -> String { "\(token)-\(attempt.number)" }

    /// `NAME=value` for each variable, in this order: the house's own, the thread counts, the devices, the job's.
    package func variables(
        of attempt: AttemptIdentifier, job: Job, placement: Placement, devices: [String], context: RenderingContext
    ) -> [[UInt8]] {
        var result: [[UInt8]] = []
        func set(_ name: String, _ value: some Collection<UInt8>) {
            result.append(Array(name.utf8) + [UInt8(ascii: "=")] + value)
        }
        set("ROTA_ATTEMPT", self.name(of: attempt).utf8)
        set("ROTA_JOB", job.name.utf8)
        set("ROTA_CORES", placement.width.description.utf8)
        if job.iterations.isIterated {
            set("ROTA_ITERATION", String(context.iteration).utf8)
            set("ROTA_VALUE", Template(pieces: [.hole(.value(.whole))]).bytes(context))
        }
        let width = String(max(1, placement.width.whole))
        for name in Self.threadCounts where !(job.command.inheritsEnvironment && inherited.contains(name)) {
            set(name, width.utf8)
        }
        if job.request.gpus > .zero { set("CUDA_VISIBLE_DEVICES", devices.joined(separator: ",").utf8) }
        for variable in job.command.environment { set(variable.name, variable.value.bytes(context)) }
        return result
    }
}
