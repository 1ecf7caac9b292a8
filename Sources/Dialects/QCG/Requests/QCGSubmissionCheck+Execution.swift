extension QCGSubmissionCheck {
    func checkExecution(_ execution: JSONValue?) throws(QCGRequestProblem) {
        guard let execution, execution.isObject else {
            throw problem(
                stable: "Job execution not defined or wrong type", element: "execution",
                ": \(execution?.summary ?? "nothing") where an object is needed")
        }
        let hasScript = execution.field("script") != nil
        guard hasScript || execution.field("exec") != nil else {
            throw problem("Job execution (exec or script) not defined")
        }
        let isBesideScript = ["exec", "args", "env"].contains { name in
            guard let field = execution.field(name) else { return false }
            // What a program that writes job descriptions leaves empty.
            let isEmpty = field.isList ? field.elements.isEmpty : field.isObject && field.members.isEmpty
            return !isEmpty
        }
        guard !hasScript || !isBesideScript else { throw problem("Job script and exec or args or env defined") }
        guard execution.field("args")?.isList ?? true else { throw problem("Execution arguments must be an array") }
        guard execution.field("env")?.isObject ?? true else {
            throw problem("Execution environment must be an dictionary")
        }
    }

    func checkIteration(_ iteration: JSONValue) throws(QCGRequestProblem) {
        guard iteration.isObject else {
            throw problem(stable: "Job iteration wrong specification", element: "iteration")
        }
        let start = iteration.field("start")
        let stop = iteration.field("stop")
        if let values = iteration.field("values"), isStable {
            guard values.isList else { throw problem("Job iteration wrong specification") }
            guard let stop else { return }
            // As the old program itself writes them down when it keeps a list of its requests.
            let isConsistent = (start?.whole ?? 0) == 0 && stop.whole == values.elements.count
            guard isConsistent else { throw problem("Stop and values iteration are excluding") }
            return
        }
        guard let stop else { throw problem("Missing stop iteration value") }
        guard isStable || start != nil else { throw problem("Missing start iteration value") }
        if let last = stop.whole, let first = start == nil ? 0 : start?.whole, last <= first {
            throw problem("Job iteration stop greater or equal than start")
        }
    }

    func checkDependencies(_ dependencies: JSONValue) throws(QCGRequestProblem) {
        guard dependencies.isObject else {
            throw problem(stable: "Job dependencies wrong type", element: "dependencies")
        }
        guard let after = dependencies.field("after") else { return }
        guard after.isList, after.elements.allSatisfy(\.isText) else {
            throw problem(
                isStable
                    ? "Dependency task's list must be an array of job names"
                    : "Dependency task list must be an array of strings")
        }
    }
}
