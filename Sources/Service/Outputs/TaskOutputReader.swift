internal import Executor
package import Model
internal import Posix

/// What was kept of what a task printed.
package struct TaskOutputReader {
    private let places: OutputPlaces

    /// - Parameter folder: the run's.
    package init(folder: String) { places = OutputPlaces(run: folder) }

    /// What it printed, as far as it can be read; a missing file reads as nothing.
    package func read(_ end: AttemptEnd) -> (output: [UInt8], error: [UInt8]) {
        (read(.output, of: end), read(.error, of: end))
    }

    private func read(_ stream: OutputStreamName, of end: AttemptEnd) -> [UInt8] {
        guard let folder = try? places.folder(of: end, stream) else { return [] }
        return (try? OutputReader(folder: folder).read(stream.kept, of: end)) ?? []
    }
}
