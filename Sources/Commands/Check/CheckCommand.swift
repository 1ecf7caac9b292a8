internal import Dialects
package import Model
internal import Posix
internal import Service
internal import Watch

/// `rota check` and what `rota run --dry-run` shares with it.
package enum CheckCommand {
    package static func run(_ options: CheckOptions, _ screen: Screen) throws -> Int32 {
        do {
            let files = try JobFile.read(options.files, context: SubmissionMoment.now())
            var lending = options.lending
            let jobs = files.flatMap(\.document.jobs)
            if jobs.contains(where: { $0.command.container != nil }) { lending.lendContainers() }
            let offer = try UsableMachine.detect().offer(lending, isBound: false)
            let remarks = files.flatMap(\.document.remarks).map(\.description) + offer.remarks.map(\.description)
            return explain(
                jobs, of: files, on: offer.nodes, remarks: remarks, lines: options.lines,
                isJSON: options.isJSON, screen)
        } catch let refusal as Refusal {
            return tell([refusal], isJSON: options.isJSON, screen)
        }
    }

    /// Says what running the jobs on the nodes would mean, or every reason why they would be refused.
    ///
    /// - Parameter files: where the jobs come from, so that a refusal can name the place.
    /// - Returns: the exit code.
    package static func explain(
        _ jobs: [Job], of files: [JobFile], on nodes: [Node], remarks: [String],
        lines: Int = CheckOptions.standardLines, isJSON: Bool, _ screen: Screen
    ) -> Int32 {
        var refusals = Admission.refusals(of: jobs, on: nodes)
        if let refusal = QCGConventions.refusal(of: jobs, on: nodes) {
            refusals.append(refusal)
        }
        guard refusals.isEmpty else {
            return tell(refusals.map { JobFile.placed($0, in: files) }, isJSON: isJSON, screen)
        }
        let outline = JobsOutline(
            jobs, on: nodes, lines: lines, directory: (try? FileSystem.currentDirectory()) ?? ".")
        if isJSON {
            var json = JSONText()
            OutlineJSON.write(outline, remarks: remarks, into: &json)
            screen.print(json)
        } else {
            for line in OutlinePage.lines(for: outline, remarks: remarks, traits: screen.output.traits) {
                screen.print(line)
            }
        }
        return ExitCode.succeeded
    }

    // Twenty: what a person reads at once; the rest mostly repeats it.
    private static let mostRefusals = 20

    private static func tell(_ refusals: [Refusal], isJSON: Bool, _ screen: Screen) -> Int32 {
        guard !isJSON else {
            var json = JSONText()
            RefusalJSON.write(refusals, into: &json)
            screen.print(json)
            return ExitCode.refused
        }
        for refusal in refusals.prefix(mostRefusals) { screen.complain(refusal.description) }
        if refusals.count > mostRefusals {
            screen.complain("… and \(Wording.count(refusals.count - mostRefusals)) more of these.")
        }
        return ExitCode.refused
    }
}
