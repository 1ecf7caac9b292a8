import Launch
import Model
import Testing

@testable import Executor

@Suite struct PreparationTests {
    private func request(
        _ job: Job, iteration: Int = 0, cores: [Int] = [4, 5], gpus: [String] = [], inherited: [String] = [],
        conventions: Conventions = Conventions()
    ) -> LaunchRequest {
        var node = Node(identifier: NodeIdentifier(0), name: "here", cores: [2, 3, 4, 5], memory: .gibibytes(1))
        node.gpus = gpus
        var part = Placement.Part(
            node: node.identifier, cores: cores.map { Placement.CoreShare(position: $0 - 2) })
        part.gpus = gpus.indices.map { Placement.DeviceShare(position: $0, share: Amount(1)) }
        let environment = inherited.map { Array($0.utf8) }
        var preparation = Preparation(
            job: job, placed: PlacedNodes(Placement(parts: [part]), of: [node.identifier: node]),
            configuration: Executor.Configuration(
                folder: "/run", directory: "/place", token: 0xabc, launcherPath: "", environment: environment,
                conventions: conventions),
            surroundings: Surroundings(token: 0xabc, inherited: environment))
        // The first of a hand-over must not leave anything to the second.
        _ = preparation.request(AttemptIdentifier(6), iteration: job.iterations.indices.lowerBound)
        return preparation.request(AttemptIdentifier(7), iteration: iteration)
    }

    private func texts(_ texts: Texts) -> [String] {
        (0..<texts.count).map { String(decoding: texts[$0], as: UTF8.self) }
    }

    private func variables(_ request: LaunchRequest) -> [String: String] {
        Dictionary(
            uniqueKeysWithValues: texts(request.environment).map { text in
                let name = text.prefix { $0 != "=" }
                return (String(name), String(text.dropFirst(name.count + 1)))
            })
    }

    @Test("each attempt of a hand-over has its own iteration in every place that names it")
    func iterations() {
        var command = Command(
            action: .program(
                "solve", arguments: ["--seed", Template(pieces: [.text("s"), .hole(.value(.whole))]), "last"]))
        command.workingDirectory = Template(pieces: [.text("case-"), .hole(.iteration)])
        command.standardOutput = Template(pieces: [.hole(.iteration), .text(".out")])
        var job = Job(name: "sweep", command: command)
        job.iterations = Iterations(columns: [.init(values: .list(Texts(["one", "two"])))])

        let request = request(job, iteration: 1)

        #expect(texts(request.arguments) == ["solve", "--seed", "stwo", "last"])
        #expect(request.workingDirectory == "/place/case-1")
        #expect(request.standardOutput == .file("1.out"))
        #expect(request.standardError == .captured)
        let variables = variables(request)
        #expect(variables["ROTA_JOB"] == "sweep")
        #expect(variables["ROTA_ITERATION"] == "1")
        #expect(variables["ROTA_VALUE"] == "two")
        #expect(variables["ROTA_CORES"] == "2")
        #expect(variables["ROTA_ATTEMPT"] == "abc-7")
    }

    @Test("an attempt is held to the processors it was given, unless its job wants none of that")
    func processors() {
        var job = Job(name: "job", command: Command(action: .program("true", arguments: [])))
        #expect(request(job).processors == [4, 5])

        job.command.binding = .none
        #expect(request(job).processors == [])
    }

    @Test("an attempt over several machines is held to what it was given of the first, where it starts")
    func severalMachines() {
        var job = Job(name: "job", command: Command(action: .program("true", arguments: [])))
        job.request.gpus = Amount(1)
        var nodes: [NodeIdentifier: Node] = [:]
        var parts: [Placement.Part] = []
        for number in 0..<2 {
            var node = Node(
                identifier: NodeIdentifier(number), name: "n\(number)", cores: [2, 3], memory: .gibibytes(1))
            node.gpus = ["\(number)"]
            node.executor = UInt64(number)
            nodes[node.identifier] = node
            var part = Placement.Part(
                node: node.identifier, cores: [Placement.CoreShare(position: 0), Placement.CoreShare(position: 1)])
            part.gpus = [Placement.DeviceShare(position: 0, share: Amount(1))]
            parts.append(part)
        }
        var preparation = Preparation(
            job: job, placed: PlacedNodes(Placement(parts: parts), of: nodes),
            configuration: Executor.Configuration(
                folder: "/run", directory: "/place", token: 1, launcherPath: "", environment: []),
            surroundings: Surroundings(token: 1, inherited: []))

        let request = preparation.request(AttemptIdentifier(0), iteration: 0)

        #expect(request.processors == [2, 3])
        let variables = variables(request)
        #expect(variables["CUDA_VISIBLE_DEVICES"] == "0")
        #expect(variables["OMP_NUM_THREADS"] == "2")
        #expect(variables["ROTA_CORES"] == "4")
    }

    @Test("thread counts follow the width, unless the submitter or the job sets them")
    func threads() {
        var job = Job(name: "job", command: Command(action: .program("true", arguments: [])))
        job.command.environment = [.init(name: "MKL_NUM_THREADS", value: "7")]

        let variables = variables(request(job, inherited: ["OPENBLAS_NUM_THREADS=3", "PATH=/bin"]))

        #expect(variables["OMP_NUM_THREADS"] == "2")
        #expect(variables["MKL_NUM_THREADS"] == "7")
        #expect(variables["OPENBLAS_NUM_THREADS"] == nil)
        job.command.inheritsEnvironment = false
        #expect(self.variables(request(job, inherited: ["OPENBLAS_NUM_THREADS=3"]))["OPENBLAS_NUM_THREADS"] == "2")
        job.command.model = .openMPI
        #expect(self.variables(request(job))["OMP_NUM_THREADS"] == "1")
    }

    @Test("devices are named to who asked for some, and left alone for who did not")
    func devices() {
        var job = Job(name: "job", command: Command(action: .program("true", arguments: [])))
        #expect(variables(request(job))["CUDA_VISIBLE_DEVICES"] == nil)

        job.request.gpus = Amount(2)
        #expect(variables(request(job, gpus: ["0", "GPU-7"]))["CUDA_VISIBLE_DEVICES"] == "0,GPU-7")
    }

    @Test("a container sees its devices alone, and they are numbered from 0 there")
    func devicesInside() {
        var job = Job(name: "job", command: Command(action: .program("true", arguments: [])))
        job.command.container = Container(image: "tiny:1")
        job.request.gpus = Amount(2)

        #expect(variables(request(job, gpus: ["2", "3"]))["CUDA_VISIBLE_DEVICES"] == "0,1")
        #expect(variables(request(job, gpus: ["GPU-7", "GPU-8"]))["CUDA_VISIBLE_DEVICES"] == "GPU-7,GPU-8")
    }

    @Test("a job's own variables lie over its dialect's, and none hides the attempt's mark")
    func conventions() {
        var job = Job(name: "job", command: Command(action: .program("true", arguments: [])))
        job.command.environment = [.init(name: "ONE", value: "own"), .init(name: "ROTA_ATTEMPT", value: "forged")]
        let conventions = Conventions(variables: { _, nodes in
            let cores = nodes.flatMap(\.cores).map(String.init).joined(separator: ",")
            return [.init(name: "ONE", value: "dialect"), .init(name: "CORES", value: Template(cores))]
        })

        let request = request(job, cores: [3], conventions: conventions)

        let variables = texts(request.environment)
        #expect(variables.contains("ONE=own") && !variables.contains("ONE=dialect"))
        #expect(variables.contains("CORES=3"))
        #expect(variables.last == "ROTA_ATTEMPT=abc-7")
    }
}
