internal import Executor
internal import Model
internal import Posix

/// Where what a run's attempts printed can be read from here.
struct KeptOutput {
    /// Its folder.
    let run: String

    /// The folder that holds an attempt's output.
    ///
    /// - Parameter executor: that ran it; 0: the run's own.
    /// - Throws: it is only where it was printed.
    func folder(
        of attempt: AttemptIdentifier, _ stream: OutputStreamName, at location: CapturedOutput.Location,
        by executor: UInt64
    ) throws(OutputElsewhere) -> String {
        let own = OutputStore.folder(of: executor, in: run)
        if executor == 0 || FileSystem.exists(own) { return own }
        let fetched = FetchedOutput(of: executor, in: run)
        if fetched.holds(location, stream, of: attempt) { return fetched.folder }
        throw OutputElsewhere(attempt: attempt, stream: stream, location: location, origin: fetched.origin)
    }
}

extension CapturedOutput {
    func location(of stream: OutputStreamName) -> Location { stream == .output ? standardOutput : standardError }
}

/// What an attempt printed was kept by its executor, and could not be brought here.
struct OutputElsewhere: Error, CustomStringConvertible {
    var attempt: AttemptIdentifier
    var stream: OutputStreamName
    var location: CapturedOutput.Location
    var origin: (node: String, folder: String)?

    /// `on node far, in /home/ada/.local/state/rota/executors/7f/outputs/12.err`
    var place: String {
        guard let origin else { return "with the executor that ran it" }
        let file = if case .file = location { "outputs/\(attempt.number).\(stream.rawValue)" } else { "output.log" }
        return "on node \(origin.node), in \(origin.folder)/\(file)"
    }

    var description: String { "what attempt \(attempt.number) printed is \(place)" }
}
