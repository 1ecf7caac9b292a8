package import Model
internal import Posix

/// How numbers and outcomes are said to a person, the same on a terminal and on a page.
package enum Phrases {
    /// `93.4 %`; a dash when there is nothing to compare.
    package static func percent(_ thousandths: Int?) -> String {
        guard let thousandths else { return "–" }
        return thousandths % 10 == 0 ? "\(thousandths / 10) %" : "\(thousandths / 10).\(thousandths % 10) %"
    }

    /// `1 core`, `2.5 cores`, to a tenth above one and to a hundredth below.
    package static func cores(_ cores: Cores) -> String {
        let rounded = number(cores)
        return rounded == "1" ? "1 core" : "\(rounded) cores"
    }

    package static func number(_ cores: Cores) -> String {
        let step: Int64 = cores.thousandths >= 1000 ? 100 : 10
        return Cores(thousandths: (cores.thousandths + step / 2) / step * step).description
    }

    /// `exit code 3`, `killed by SIGSEGV`
    package static func outcome(_ outcome: Outcome) -> String {
        switch outcome {
        case .succeeded: "succeeded"
        case .exited(let code): "exit code \(code)"
        case .signalled(let number): "killed by \(Signal.name(of: number))"
        case .outOfMemory: "ran out of memory"
        case .wallTimeExceeded: "ran longer than its wall time"
        case .startFailed(let failure): startFailure(failure)
        case .lost: "lost with its executor"
        case .cancelled: "cancelled"
        case .interrupted: "interrupted"
        }
    }

    /// `could not start: no such file or directory: /opt/solver`
    private static func startFailure(_ failure: StartFailure) -> String {
        let step =
            switch failure.step {
            case .workingDirectory: "could not enter its working folder"
            case .standardInput: "could not open its standard input"
            case .standardOutput: "could not open its standard output"
            case .standardError: "could not open its standard error"
            case .execute: "could not start"
            case .process: "could not make a process"
            case .memoryLimit: "could not limit its memory"
            case .container: "could not make a container of"
            }
        let path = failure.path.isEmpty ? "" : " \(failure.path)"
        return "\(step)\(path): \(SystemFailure.words(for: Int32(clamping: failure.errorNumber)).lowercased())"
    }

    /// `mesh:3`, or `mesh` when the job has no iterations; what `rota logs` takes.
    package static func task(_ task: TaskIdentifier, in history: History) -> String {
        guard let record = history.record(of: task.job) else { return "\(task.job.number):\(task.iteration)" }
        return record.job.iterations.isIterated ? "\(record.job.name):\(task.iteration)" : record.job.name
    }

    /// `0–3, 7`
    package static func ranges(_ numbers: [Int]) -> String {
        var parts: [String] = []
        var index = 0
        while index < numbers.count {
            var last = index
            while last + 1 < numbers.count, numbers[last + 1] == numbers[last] + 1 { last += 1 }
            parts.append(last == index ? "\(numbers[index])" : "\(numbers[index])–\(numbers[last])")
            index = last + 1
        }
        return parts.joined(separator: ", ")
    }

    /// `cores 0–3`, `a: cores 0–3; b: core 1`
    package static func placement(_ placement: Placement, in history: History) -> String {
        let isOneNode = Set(history.nodes.map(\.node.name)).count <= 1
        let parts = placement.parts.map { part in
            let node = history.node(part.node)?.node
            let numbers = coreNumbers(part, of: node)
            let cores = "\(numbers.count == 1 ? "core" : "cores") \(ranges(numbers))"
            return isOneNode ? cores : "\(node?.name ?? "node \(part.node.number)"): \(cores)"
        }
        return parts.joined(separator: "; ")
    }

    /// The processor numbers of a placement, as the node counts them.
    package static func coreNumbers(_ part: Placement.Part, of node: Node?) -> [Int] {
        part.cores.map { share in
            guard let node, node.cores.indices.contains(share.position) else { return share.position }
            return node.cores[share.position]
        }
    }
}
