internal import Dialects
package import Model
internal import Posix
internal import Service
internal import Watch

/// `rota check` and what `rota run --dry-run` shares with it.
package enum CheckCommand {
    package static func run(_ options: CheckOptions, _ screen: Screen) throws -> Int32 {
        let files = try JobFile.read(options.files, context: SubmissionMoment.now())
        let offer = try UsableMachine.detect().offer(options.lending, isBound: false)
        let remarks = files.flatMap(\.document.remarks).map(\.description) + offer.remarks.map(\.description)
        do throws(Refusal) {
            try explain(
                files.flatMap(\.document.jobs), on: offer.nodes, remarks: remarks, lines: options.lines,
                isJSON: options.isJSON, screen)
        } catch {
            throw JobFile.placed(error, in: files)
        }
        return ExitCode.succeeded
    }

    /// Prints what running the jobs on the nodes would mean.
    ///
    /// - Throws: the refusal with which the run would begin.
    package static func explain(
        _ jobs: [Job], on nodes: [Node], remarks: [String], lines: Int = CheckOptions.standardLines, isJSON: Bool,
        _ screen: Screen
    ) throws(Refusal) {
        try Admission.check(jobs, on: nodes)
        let outline = JobsOutline(jobs, on: nodes, lines: lines, directory: (try? FileSystem.currentDirectory()) ?? ".")
        if isJSON {
            var json = JSONText()
            OutlineJSON.write(outline, remarks: remarks, into: &json)
            screen.print(json)
        } else {
            for line in OutlinePage.lines(for: outline, remarks: remarks, traits: screen.output.traits) {
                screen.print(line)
            }
        }
    }
}
