import Model

/// The shapes Rota's own job file may have: one job, a list of jobs, or `{"defaults": {…}, "jobs": […]}`.
struct RotaDocumentReader {
    private(set) var jobs: [Job] = []
    private(set) var places: [Int] = []

    mutating func read(_ root: JSONValue) throws(Refusal) {
        if root.isList {
            try readJobs(try root.list(nonEmpty: "job"), defaults: nil)
        } else if try root.object().contains(where: { $0.name == "jobs" }) {
            let fields = try Fields(of: root, known: ["$schema", "jobs", "defaults"])
            var defaults: Fields?
            if let value = fields["defaults"] { defaults = try Fields(of: value, known: RotaJobFields.sharedNames) }
            let list = try fields.required("jobs", "Add the list of jobs.")
            try readJobs(try list.list(nonEmpty: "job"), defaults: defaults)
        } else {
            try readJobs([root], defaults: nil)
        }
    }

    private mutating func readJobs(_ elements: [JSONValue], defaults: Fields?) throws(Refusal) {
        jobs.reserveCapacity(elements.count)
        for element in elements {
            let reader = try RotaJobReader(of: element, defaults: defaults)
            jobs.append(try reader.job())
            places.append(element.index)
        }
    }
}
