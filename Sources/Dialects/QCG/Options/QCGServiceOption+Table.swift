import Model

extension QCGServiceOption {
    private static let ports = 1...65_535

    /// In the order of the help.
    static let table: [QCGServiceOption] = interfaces + places + reports + nodes + others

    private static let interfaces: [QCGServiceOption] = [
        .flag("--net", "take requests over the network") { $0.network = $0.network ?? .init() },
        QCGServiceOption(name: "--net-port", value: "PORT", words: "at this port, and no other") {
            text, options throws(ReadingProblem) in
            let port = try number(text, in: ports)
            options.withNetwork { $0.port = port }
        },
        QCGServiceOption(name: "--net-port-min", value: "PORT", words: "at a free port, from here (2222)") {
            text, options throws(ReadingProblem) in
            let port = try number(text, in: ports)
            options.withNetwork { $0.firstPort = port }
        },
        QCGServiceOption(name: "--net-port-max", value: "PORT", words: "up to here (9999)") {
            text, options throws(ReadingProblem) in
            let port = try number(text, in: ports)
            options.withNetwork { $0.lastPort = port }
        },
        QCGServiceOption(name: "--net-pub-port", value: "PORT", words: "publish changes at this port") {
            text, options throws(ReadingProblem) in
            let port = try number(text, in: ports)
            options.withNetwork { $0.publisherPort = port }
        },
        .flag("--disable-pub", "publish no changes") { $0.publishes = false },
        .flag("--file", "take requests from a file") { $0.requestFile = $0.requestFile ?? "qcg_pm_reqs.json" },
        QCGServiceOption(name: "--file-path", value: "FILE", words: "from this one (qcg_pm_reqs.json)") {
            text, options throws(ReadingProblem) in options.requestFile = text
        },
    ]

    private static let places: [QCGServiceOption] = [
        QCGServiceOption(name: "--wd", value: "FOLDER", words: "work there (.)") {
            text, options throws(ReadingProblem) in options.workingDirectory = text
        },
        QCGServiceOption(name: "--resume", value: "FOLDER", words: "go on with what that service left unfinished") {
            text, options throws(ReadingProblem) in options.resumedFolder = text
        },
        QCGServiceOption(name: "--id", value: "NAME", words: "call the service so (host and a number)") {
            text, options throws(ReadingProblem) in options.instance = text
        },
        QCGServiceOption(name: "--tags", value: "TAG,…", words: "and give it these tags") {
            text, options throws(ReadingProblem) in options.tags = text.split(separator: ",").map(String.init)
        },
    ]

    private static let reports: [QCGServiceOption] = [
        QCGServiceOption(name: "--report-format", value: "FORMAT", words: "text, json or none (json)") {
            text, options throws(ReadingProblem) in
            options.reportFormat = try word(text, of: QCGServiceOptions.ReportFormat.self)
        },
        QCGServiceOption(name: "--report-file", value: "FILE", words: "of the jobs that ended (jobs.report)") {
            text, options throws(ReadingProblem) in options.reportFile = text
        },
        QCGServiceOption(
            name: "--log", value: "LEVEL", words: "critical, error, warning, info, debug (info)"
        ) { text, options throws(ReadingProblem) in
            options.logLevel = try word(text, of: QCGServiceOptions.LogLevel.self)
        },
        .flag("--show-progress", "say which jobs start and end") { $0.showsProgress = true },
    ]

    private static let nodes: [QCGServiceOption] = [
        QCGServiceOption(name: "--resources", value: "SOURCE", words: "auto, slurm or local (auto)") {
            text, options throws(ReadingProblem) in
            options.resources = try word(text, of: QCGServiceOptions.ResourceSource.self)
        },
        QCGServiceOption(name: "--nodes", value: "[NAME]:CORES,…", words: "make believe: 4,4 or n1:4,n2:2") {
            text, options throws(ReadingProblem) in
            options.nodes = try QCGNodeList.read(text)
            options.resources = .local
        },
        QCGServiceOption(name: "--envschema", value: "SCHEME", words: "variables for tasks: auto or slurm (auto)") {
            text, options throws(ReadingProblem) in
            // `auto,slurm` was a list in the old program; the last word decides.
            let last = text.split(separator: ",").last.map(String.init) ?? text
            options.environment = try word(last, of: QCGServiceOptions.EnvironmentScheme.self)
        },
        .flag("--system-core", "keep a core for the service") { $0.keepsSystemCore = true },
        QCGServiceOption(
            name: "--slurm-limit-nodes-range-begin", value: "N", words: "only the allocation's nodes from here (0)"
        ) { text, options throws(ReadingProblem) in
            options.firstSlurmNode = try number(text, in: 0...1_000_000)
        },
        QCGServiceOption(name: "--slurm-limit-nodes-range-end", value: "N", words: "to the one before this") {
            text, options throws(ReadingProblem) in options.endOfSlurmNodes = try number(text, in: 1...1_000_000)
        },
        .passedOver("--slurm-resources-file", value: "FILE", "passed over: the allocation itself is asked"),
    ]

    private static let others: [QCGServiceOption] = [
        .flag("--enable-proc-stats", "keep which processes tasks had") { $0.tracesProcesses = true },
        .passedOver("--enable-rt-stats", "passed over: times are always measured"),
        .passedOver("--wrapper-rt-stats", value: "FILE", "passed over: no wrapper is needed"),
        .passedOver("--disable-nl", "passed over: rota-launcher starts all tasks"),
        .passedOver("--nl-init-timeout", value: "SECONDS", "passed over: executors join when ready"),
        .passedOver("--nl-ready-threshold", value: "SHARE", "passed over: work starts on the first one"),
        .passedOver("--nl-start-method", value: "METHOD", "passed over: executors are started by srun"),
        QCGServiceOption(name: "--governor", value: nil, words: "as --net: one service serves all nodes") {
            _, options throws(ReadingProblem) in options.beGovernor("--governor")
        },
        QCGServiceOption(name: "--slurm-partition-nodes", value: "N", words: "as --net: nothing is partitioned") {
            text, options throws(ReadingProblem) in
            _ = try number(text, in: 1...1_000_000)
            options.beGovernor("--slurm-partition-nodes")
        },
        .refused("--parent", "ADDRESS"),
    ]
}

extension QCGServiceOptions {
    /// The old program implied the network, by which its other services came.
    fileprivate mutating func beGovernor(_ option: String) {
        withNetwork { _ in }
        passedOver.append(option)
    }

    /// Every option of the network interface asks for the interface too.
    fileprivate mutating func withNetwork(_ change: (inout Network) -> Void) {
        var network = network ?? .init()
        change(&network)
        self.network = network
    }
}
