extension QCGSubmissionCheck {
    func checkResources(_ resources: JSONValue) throws(QCGRequestProblem) {
        guard resources.isObject else {
            throw problem(stable: "Job resources not defined or wrong type", element: "resource")
        }
        let cores = resources.field("cores") ?? resources.field("numCores")
        let nodes = resources.field("nodes") ?? resources.field("numNodes")
        let amounts = resources.field("crs") ?? resources.field("nodeCrs")
        guard cores != nil || nodes != nil else { throw problem("No resources defined") }
        if let cores { try checkSize(cores, of: "cores") }
        if let nodes { try checkSize(nodes, of: "nodes") }
        if let amounts { try checkConsumables(amounts) }
        if let time = resources.field("wt"), isStable, time.isText {
            guard (try? Durations.readPositive(time.decoded)) != nil else {
                throw problem("Wall time must be greater than 0")
            }
        }
    }

    private func checkSize(_ size: JSONValue, of what: String) throws(QCGRequestProblem) {
        if let number = size.whole {
            guard number >= 0 else { throw problem("Negative number of resources") }
            return
        }
        guard size.isObject else {
            throw problem(
                stable: "Wrong definition of number of \(what) (\(PythonText.typeName(size)))", element: "resource")
        }
        let others = ["min", "max", "scheduler"].filter { size.field($0) != nil }
        if size.field("exact") != nil {
            guard others.isEmpty else {
                throw problem("Exact number of resources defined with min/max/scheduler")
            }
        } else if others.isEmpty {
            throw problem("No resources defined")
        }
        for name in ["exact", "min", "max"] {
            guard size.field(name)?.whole ?? 0 >= 0 else { throw problem("Negative number of resources") }
        }
        if let least = size.field("min")?.whole, let most = size.field("max")?.whole, least > most {
            // The two words are exchanged in the old services' sentence.
            throw problem("Maximum number greater than minimal")
        }
    }

    private func checkConsumables(_ amounts: JSONValue) throws(QCGRequestProblem) {
        guard amounts.isObject else {
            let name = PythonText.typeName(amounts)
            throw problem(
                stable: "Wrong definition of Consumable Resources \(name) (must be a dictionary)", element: "resource")
        }
        for member in amounts.members {
            guard ["GPU", "MEM"].contains(member.name.uppercased()) else {
                throw problem(stable: "Unknown consumable resource \(member.name)", element: "resource")
            }
            guard member.value.whole ?? 1 > 0 else {
                let noun = isStable ? "resource" : "resources"
                throw problem("Number of consumable \(noun) \(member.name) must be greater than 0")
            }
        }
    }
}
