package import Model

/// The jobs of one file, in whichever format it is written, and where each stands in it.
package struct JobDocument: Sendable {
    package enum Format: Sendable { case qcg, rota }

    package let format: Format
    package let jobs: [Job]
    /// What is worth a word without being wrong: a request that only a running service could answer.
    package let remarks: [DocumentProblem]
    private let tape: JSONTape
    /// The node of each job.
    private let places: [Int]

    /// - Throws: the first thing that is wrong, with path, line and field.
    package static func read(
        _ bytes: [UInt8], name: String, context: SubmissionContext
    ) throws(Refusal) -> JobDocument {
        let tape = try JSONReader.read(bytes, document: name)
        guard looksLikeQCG(tape.root) else {
            var reader = RotaDocumentReader()
            try reader.read(tape.root)
            return JobDocument(format: .rota, jobs: reader.jobs, remarks: [], tape: tape, places: reader.places)
        }
        if let offset = tape.firstExtension {
            let (line, column) = JSONPlace.of(offset, in: bytes)
            throw .document(
                DocumentProblem(
                    document: name, line: line, column: column,
                    problem: "holds a comment or a trailing comma, which QCG job files do not have",
                    remedy: "Remove it; Rota's own job files may have both."))
        }
        var reader = QCGDocumentReader(context: context)
        try reader.read(tape.root)
        return JobDocument(
            format: .qcg, jobs: reader.jobs, remarks: reader.remarks, tape: tape, places: reader.places)
    }

    /// By the first job's or request's fields, since a file is written in one format.
    private static func looksLikeQCG(_ root: JSONValue) -> Bool {
        let first = root.isList ? root.elements.first : root
        guard let first else { return false }
        let names = first.members.map(\.name)
        if names.contains("cmd") || names.contains("request") { return true }
        guard let jobs = first.members.first(where: { $0.name == "jobs" })?.value else { return isQCGJob(names) }
        return isQCGJob(jobs.elements.first?.members.map(\.name) ?? [])
    }

    /// QCG's jobs have an `execution`, though perhaps misspelled; Rota's own have none of these fields.
    private static func isQCGJob(_ names: [String]) -> Bool {
        if names.contains(where: { ["execution", "iteration", "dependencies", "attributes"].contains($0) }) {
            return true
        }
        guard !names.contains("run"), !names.contains("script") else { return false }
        return names.contains { NearestName.nearest(to: $0, among: ["execution"]) != nil }
    }

    /// A refusal of one of these jobs by whoever took them, with the place in this document.
    package func placed(_ refusal: Refusal) -> Refusal {
        let (name, fields): (String, [String])
        switch refusal {
        case .duplicateJob(let job): (name, fields) = (job, ["name"])
        case .unknownDependency(let job, _, _), .unknownIteration(let job, _, _, _),
            .unmatchedIterations(let job, _, _, _):
            (name, fields) = (job, ["dependencies", "after"])
        case .dependencyCycle(let jobs): (name, fields) = (jobs.first ?? "", ["dependencies", "after"])
        case .noIterations(let job): (name, fields) = (job, ["iteration", "range", "each"])
        case .tooLarge(let job, _, _, _): (name, fields) = (job, ["resources", "cores"])
        case .unknownTask, .unknownAttempt, .unknownNode, .unknownJob, .unendedJob, .neededJob, .impossibleChange,
            .document:
            return refusal
        }
        guard let position = jobs.lastIndex(where: { $0.name == name }) else { return refusal }
        let job = JSONValue(tape: tape, index: places[position])
        let field = fields.lazy.compactMap { name in job.members.first { $0.name == name }?.value }.first
        // Every refusal is what is wrong, a full stop, and what to do.
        let sentence = refusal.description
        guard let stop = sentence.firstRange(of: ". ") else { return refusal }
        return (field ?? job).refusal(String(sentence[..<stop.lowerBound]), String(sentence[stop.upperBound...]))
    }
}
