import Dialects
import Model
import Testing

/// Jobs made from a seed: what is written reads back as the same job.
struct RotaRoundTripTests {
    @Test("any job is written so that it reads back the same", arguments: 0..<100 as Range<UInt64>)
    func roundTrip(seed: UInt64) throws {
        var random = SeededRandom(state: seed)
        let jobs = (0..<3).map { random.job(number: $0) }

        let text = RotaJobWriter.text(jobs)

        #expect(try read(text).jobs == jobs, "seed \(seed):\n\(text)")
        #expect(try DocumentationTests.complaints(about: text) == [], "seed \(seed):\n\(text)")
    }
}

private struct SeededRandom {
    var state: UInt64

    mutating func below(_ limit: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % limit
    }

    mutating func oneOf<Element>(_ elements: [Element]) -> Element { elements[below(elements.count)] }
    mutating func maybe<Element>(_ element: (inout Self) -> Element) -> Element? {
        below(2) == 0 ? nil : element(&self)
    }

    mutating func word() -> String {
        oneOf([
            "a", "x.y/z", "ä😀", "$", "${it}", "${", "}", "$$", "\\\"", "\n\t\u{1}", "${HOME}", " ", "${$}", "{c1}",
            "//.",
        ])
    }

    mutating func template(_ columns: Int) -> Template {
        var pieces: [Template.Piece] = []
        for _ in 0..<below(5) + 1 {
            let isHole = below(2) == 0
            if !isHole, case .text? = pieces.last { continue }
            pieces.append(isHole ? .hole(hole(columns)) : .text(word() + word()))
        }
        return Template(pieces: pieces)
    }

    private mutating func hole(_ columns: Int) -> Template.Hole {
        let form = oneOf([Template.Form.whole, .withoutExtension, .baseName, .directory, .baseNameWithoutExtension])
        let always: [Template.Hole] = [.coreCount, .nodeCount, .nodeList, .rootDirectory]
        guard columns > 0 else { return oneOf(always) }
        return oneOf(always + [.iteration, .sequence, .value(form), .column(below(columns), form)])
    }

    mutating func iterations() -> Iterations {
        let isPaired = below(3) == 0
        let count = below(3) + 1
        let columns = (0..<below(4)).map { place in
            let name = below(2) == 0 ? nil : "c\(place)"
            let size = isPaired ? count : below(3) + 1
            let start = below(9) - 4
            let values: Iterations.Values =
                below(2) == 0
                ? .range(start..<start + size) : .list(Texts((0..<size).map { "\($0)" + word() }))
            return Iterations.Column(name: name, values: values)
        }
        return Iterations(columns: columns, combination: isPaired && !columns.isEmpty ? .pairs : .product)
    }

    private mutating func container() -> Container {
        var container = Container(image: oneOf(["tiny:1", "host:5000/a/b@sha256:00"]))
        container.user = oneOf([nil, "1000:100"])
        container.network = oneOf([nil, "none"])
        container.volumes = (0..<below(3)).map { _ in
            Container.Volume(outside: "/ä b", inside: "/c", isReadOnly: below(2) == 0)
        }
        container.ports = (0..<below(3)).map { _ in
            Container.Port(address: oneOf(["127.0.0.1", "0.0.0.0"]), outside: below(9) + 1, inside: 80)
        }
        return container
    }

    mutating func job(number: Int) -> Job {
        let iterations = iterations()
        let columns = iterations.columns.count
        let program = Template("p" + word())
        let arguments = (0..<below(4)).map { _ in template(columns) }
        let isScript = below(3) == 0
        var job = Job(
            name: "job\(number)",
            command: Command(action: isScript ? .script(template(columns)) : .program(program, arguments: arguments)))
        job.iterations = iterations
        job.command.environment = (0..<below(3)).map { .init(name: "V\($0)", value: template(columns)) }
        job.command.inheritsEnvironment = below(2) == 0
        job.command.workingDirectory = maybe { $0.template(columns) }
        job.command.standardOutput = maybe { $0.template(columns) }
        job.command.model = oneOf([.plain, .threads, .openMPI])
        job.command.binding = oneOf([.none, .automatic])
        job.request.cores = oneOf([.one ... .one, Cores(thousandths: 500)...Cores(2), Cores(3)...CoreCounts.unbounded])
        job.request.memory = oneOf([.zero, Bytes(1000), .mebibytes(1536)])
        job.request.memoryLimit = job.request.memory + oneOf([.zero, .gibibytes(1)])
        job.request.gpus = Amount(thousandths: Int64(below(3) * 250))
        job.request.named = (0..<below(3)).map { NamedAmount(name: "n\($0)", amount: Amount($0)) }
        job.request.wallTime = maybe { .milliseconds(Int64($0.below(10_000_000)) + 1) }
        job.request.preferredCores = maybe { _ in job.request.cores.lowerBound }
        if below(3) == 0 {
            job.request.alternatives = (1...below(2) + 1).map { Request(cores: Cores($0)...Cores(2 * $0)) }
        } else {
            job.request.isMalleable = below(2) == 0
            job.request.sharing = oneOf([.none, .fewestRounds, .equalParts(3)])
        }
        if below(4) == 0 {
            job.command.model = .plain
            job.command.container = container()
            job.request.askForContainer()
        }
        job.atMost = maybe { $0.below(9) + 1 }
        job.user = oneOf(["", "ada"])
        job.kind = oneOf(["", "mesh ing"])
        job.dependencies = columns > 0 ? [Dependency(job: "a", scope: .sameIteration, condition: .end)] : []
        job.startAt = maybe { Instant(nanoseconds: Int64($0.below(2_000_000_000)) * 1_000_000_007) }
        job.priority = below(5) - 2
        job.lossGrace = oneOf([.seconds(60), .zero, .seconds(86_400)])
        job.retry = oneOf([.standard, RetryRules(every: 3)])
        job.retry.lost = oneOf([5, 2])
        job.retry.delay = .milliseconds(Int64(below(3) * 1500))
        job.tags = (0..<below(3)).map { _ in word() }
        return job
    }
}
