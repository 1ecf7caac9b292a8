internal import Model
internal import Posix

/// The files in which programs read how wide they are at present.
///
/// - Shape: the width in decimal, and on a second line the processors, as `taskset -c` spells them; that line is empty
///   where the task is held to none. A third line `save` asks the program to save, since it is about to be paused. A
///   reader sees the old content or the new.
struct WidthFiles {
    private let folder: String
    private var hasFolder = false

    /// - Parameter run: the run's folder. What an earlier process left of these files concerns nobody any more.
    init(in run: String) {
        folder = "\(run)/widths"
        try? FileSystem.removeTree(folder)
    }

    /// In a folder of its own, which a container can be given.
    func path(of attempt: AttemptIdentifier) -> String { "\(home(of: attempt))/width" }

    private func home(of attempt: AttemptIdentifier) -> String { "\(folder)/\(attempt.number)" }

    mutating func write(
        _ width: Cores, _ processors: [Int], isToSave: Bool = false, of attempt: AttemptIdentifier
    ) throws(SystemFailure) {
        if !hasFolder { try FileSystem.makeDirectories(folder, mode: 0o700) }
        hasFolder = true
        let home = home(of: attempt)
        if !FileSystem.exists(home) {
            try FileSystem.makeDirectory(home)
            // Inside of a container it may be another user's; outside, nobody gets past the folder above.
            try FileSystem.setMode(0o755, of: home)
        }
        let path = path(of: attempt)
        let draft = path + ".draft"
        let file = try FileDescriptor.open(draft, .create, mode: 0o600)
        do {
            defer { file.close() }
            // Not made durable: it says nothing to anybody once the program has ended.
            try FileSystem.setMode(0o644, of: draft)
            let lines = ["\(width)", Self.spelling(of: processors)] + (isToSave ? ["save"] : [])
            try file.writeAll(lines.map { $0 + "\n" }.joined())
        } catch {
            try? FileSystem.remove(draft)
            throw error
        }
        try FileSystem.rename(draft, to: path)
    }

    func remove(of attempt: AttemptIdentifier) { try? FileSystem.removeTree(home(of: attempt)) }

    /// `0-3,8`
    private static func spelling(of processors: [Int]) -> String {
        var spans: [ClosedRange<Int>] = []
        for number in processors.sorted() {
            if let last = spans.last, last.upperBound + 1 == number {
                spans[spans.count - 1] = last.lowerBound...number
            } else {
                spans.append(number...number)
            }
        }
        return spans.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }
            .joined(separator: ",")
    }
}
