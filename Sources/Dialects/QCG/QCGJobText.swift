import Model

/// The parts of a job description in the stable version's spelling, for reports.
struct QCGJobText {
    let job: Job

    var execution: String {
        var members: [(String, String)] = []
        switch job.command.action {
        case .program(let program, let arguments):
            members.append(("exec", quoted(program)))
            members.append(("args", "[\(arguments.map(quoted).joined(separator: ","))]"))
        case .script(let script): members.append(("script", quoted(script)))
        }
        let variables = job.command.environment.map { ($0.name, quoted($0.value)) }
        if !variables.isEmpty { members.append(("env", QCGReport.object(variables))) }
        let paths = [
            ("stdin", job.command.standardInput), ("stdout", job.command.standardOutput),
            ("stderr", job.command.standardError), ("wd", job.command.workingDirectory),
        ]
        for (name, path) in paths {
            if let path { members.append((name, quoted(path))) }
        }
        if !job.command.modules.isEmpty {
            members.append(("modules", "[\(job.command.modules.map(JSONText.quoted).joined(separator: ","))]"))
        }
        if let folder = job.command.virtualEnvironment { members.append(("venv", JSONText.quoted(folder))) }
        members.append(("model", JSONText.quoted(LaunchModels.name(of: job.command.model))))
        return QCGReport.object(members)
    }

    var resources: String {
        let request = job.request
        var members: [(String, String)] = []
        if !request.takesWholeNode { members.append(("numCores", cores)) }
        if request.takesWholeNode || request.nodes != 1...1 {
            members.append(("numNodes", size(request.nodes.lowerBound, request.nodes.upperBound)))
        }
        if let time = request.wallTime { members.append(("wt", JSONText.quoted(Durations.text(time)))) }
        var amounts: [(String, String)] = []
        if request.gpus != .zero { amounts.append(("GPU", "\(request.gpus)")) }
        if request.memory != .zero { amounts.append(("MEM", "\(request.memory.count >> 20)")) }
        if !amounts.isEmpty { members.append(("nodeCrs", QCGReport.object(amounts))) }
        return QCGReport.object(members)
    }

    var dependencies: String? {
        guard !job.dependencies.isEmpty else { return nil }
        let names = job.dependencies.map { JSONText.quoted(DependencyText.text($0)) }
        return QCGReport.object([("after", "[\(names.joined(separator: ","))]")])
    }

    private var cores: String {
        let bounds = job.request.cores
        guard case .none = job.request.sharing else {
            var scheduler = [("name", "\"maximum-iters\"")]
            if case .equalParts(let parts) = job.request.sharing {
                scheduler = [("name", "\"split-into\""), ("params", QCGReport.object([("parts", "\(parts)")]))]
            }
            return QCGReport.object([
                ("min", "\(bounds.lowerBound.touched)"), ("scheduler", QCGReport.object(scheduler)),
            ])
        }
        return size(bounds.lowerBound.touched, bounds.upperBound.touched)
    }

    private func size(_ least: Int, _ most: Int) -> String {
        least == most
            ? QCGReport.object([("exact", "\(least)")]) : QCGReport.object([("min", "\(least)"), ("max", "\(most)")])
    }

    /// With the pilot-job users' names; a hole they have no name for, as the command line writes it.
    private func quoted(_ template: Template) -> String {
        JSONText.quoted(RotaTemplate(jobName: job.name, columns: job.iterations.columns).text(template))
    }
}
