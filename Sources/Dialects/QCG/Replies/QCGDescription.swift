package import Model

/// A job in the global queue's spelling with every field it has, null where the job says nothing.
package struct QCGDescription: Sendable {
    package let job: Job

    /// Whether the number of nodes is said even when it is one.
    private let namesNodes: Bool

    package init(_ job: Job, namesNodes: Bool = false) {
        self.job = job
        self.namesNodes = namesNodes
    }

    func write(into json: inout JSONText) {
        json.object { json in
            json.member("name", job.name)
            json.key("execution")
            json.object { execution(into: &$0) }
            json.key("resources")
            json.object { resources(into: &$0) }
            json.key("iteration")
            if job.iterations.isIterated {
                json.object { json in
                    json.member("start", job.iterations.indices.lowerBound)
                    json.member("stop", job.iterations.indices.upperBound)
                }
            } else {
                json.null()
            }
            json.key("dependencies")
            if let dependencies = QCGJobText(job: job).dependencies { json.literal(dependencies) } else { json.null() }
        }
    }

    private func execution(into json: inout JSONText) {
        let command = job.command
        var program: Template?
        var words: [Template] = []
        var script: Template?
        switch command.action {
        case .program(let name, let arguments): (program, words) = (name, arguments)
        case .script(let text): script = text
        }
        text("exec", program, into: &json)
        json.key("args")
        json.array { json in
            for word in words { json.value(written(word)) }
        }
        json.key("env")
        json.object { json in
            for variable in command.environment { json.member(variable.name, written(variable.value)) }
        }
        text("script", script, into: &json)
        text("stdin", command.standardInput, into: &json)
        text("stdout", command.standardOutput, into: &json)
        text("stderr", command.standardError, into: &json)
        json.key("modules")
        if command.modules.isEmpty {
            json.null()
        } else {
            json.array { json in
                for module in command.modules { json.value(module) }
            }
        }
        text("venv", command.virtualEnvironment.map { Template($0) }, into: &json)
        text("wd", command.workingDirectory, into: &json)
        json.member("model", LaunchModels.name(of: command.model))
    }

    private func resources(into json: inout JSONText) {
        let request = job.request
        let cores = request.cores.lowerBound.touched...request.cores.upperBound.touched
        size("cores", request.takesWholeNode ? nil : cores, into: &json)
        let areNamed = namesNodes || request.takesWholeNode || request.nodes != 1...1
        size("nodes", areNamed ? request.nodes : nil, into: &json)
        json.key("wt")
        if let time = request.wallTime {
            // Whole seconds, upwards: a second more harms nobody.
            json.object { $0.member("seconds", (time.nanoseconds + 999_999_999) / 1_000_000_000) }
        } else {
            json.null()
        }
        json.key("crs")
        guard request.gpus != .zero || request.memory != .zero else { return json.null() }
        json.object { json in
            if request.gpus != .zero { json.member("GPU", (request.gpus.thousandths + 999) / 1000) }
            if request.memory != .zero { json.member("MEM", (request.memory.count + (1 << 20) - 1) >> 20) }
        }
    }

    private func size(_ name: String, _ range: ClosedRange<Int>?, into json: inout JSONText) {
        json.key(name)
        guard let range else { return json.null() }
        let isExact = range.lowerBound == range.upperBound
        let members = [
            ("exact", isExact ? range.lowerBound : nil), ("min", isExact ? nil : range.lowerBound),
            ("max", isExact ? nil : range.upperBound), ("scheduler", nil),
        ]
        json.object { json in
            for (name, number) in members {
                json.key(name)
                if let number { json.value(number) } else { json.null() }
            }
        }
    }

    private func text(_ name: String, _ template: Template?, into json: inout JSONText) {
        json.key(name)
        if let template { json.value(written(template)) } else { json.null() }
    }

    /// As the old program's language fills it in: where a plain text would be taken for a name, dollar signs double.
    private func written(_ template: Template) -> String {
        let writer = RotaTemplate(jobName: job.name, columns: job.iterations.columns)
        return template.pieces.map { piece in
            guard case .text(let text) = piece else { return writer.text(Template(pieces: [piece])) }
            guard text.hasSuffix("$") || Self.marks.contains(where: { text.contains($0) }) else { return text }
            return text.split(separator: "$", omittingEmptySubsequences: false).joined(separator: "$$")
        }.joined()
    }

    private static let marks = ["$$"] + ["ncores", "nnodes", "nlist", "it"].flatMap { ["$\($0)", "${\($0)}"] }
}
