internal import Dialects
internal import Model
internal import Posix
internal import Service
internal import Watch

/// `rota tensorflow`: carries out requests for containers on this machine, and writes down what came of them.
enum TensorFlowCommand {
    static func run(_ arguments: ParsedArguments, _ screen: Screen) throws -> Int32 {
        let options = try TensorFlowOptions(arguments)
        let input = try TensorFlowInput(options)
        var lending = options.lending
        lending.lendContainers()
        let nodes = try UsableMachine.detect().offer(lending, isBound: true).nodes
        let executions = try TensorFlowExecution.all(options, input, on: nodes)
        if options.isDryRun {
            let machine = nodes.reduce(0) { $0 + $1.cores.count }
            for execution in executions {
                show(execution, execution.workload(options, input, outputs: nil, machine: machine), screen)
            }
            return ExitCode.succeeded
        }
        var done: [TensorFlowOutcome] = []
        for execution in executions {
            let run = TensorFlowRun(execution, options, input, nodes: nodes)
            let outcome = try run.carryOut(rest: done.isEmpty ? .zero : options.rest, screen)
            done.append(outcome)
            if !options.isQuiet { for line in outcome.lines { screen.tell(line) } }
            if outcome.wasStopped { return ExitCode.interrupted }
        }
        if !options.isQuiet, done.count > 1 { screen.print(TensorFlowOutcome.table(done)) }
        return done.contains { $0.figures.failed > 0 } ? ExitCode.failed : ExitCode.succeeded
    }

    /// What would be asked for when.
    private static func show(_ execution: TensorFlowExecution, _ workload: TensorFlowWorkload, _ screen: Screen) {
        screen.print("\(Wording.count(execution.names.count, "container")): \(execution.policyText)")
        let isExpected = workload.requests.contains { workload.expectedTime($0) != nil }
        var table = Table(columns: [
            .init("after", .right), .init("request"), .init("container"), .init("image", minimum: 10),
            .init("threads", .right), .init("inter", .right), .init("intra", .right), .init("priority", .right),
            // Without a title such a column vanishes.
            .init(isExpected ? "expected" : "", .right),
        ])
        for (request, moment) in zip(workload.requests, workload.moments) {
            let cells = [
                "\(moment)", request.kind.rawValue, request.name, request.image, "\(request.threads)",
                "\(request.parallelism.inter)", "\(request.parallelism.intra)", "\(request.priority)",
                workload.expectedTime(request).map { "\($0)" } ?? "",
            ]
            table.append(cells.map { Table.Cell($0) })
        }
        screen.print(table)
    }
}
