internal import Model
internal import Posix

/// The attempts whose programs tell of themselves, and those of them that may save before they are paused.
struct SavingAttempts {
    struct Move {
        var number: Int
        var move: Adjustments.Move
        var width: Cores
    }

    private var files: [AttemptIdentifier: String] = [:]
    private var moves: [AttemptIdentifier: Move] = [:]
    private var watch: SaveWatch?

    /// Whose answers are to be collected; none as long as nothing was asked.
    var descriptor: FileDescriptor? { watch?.descriptor }

    /// - Parameter file: where its program tells of itself.
    mutating func add(_ attempt: AttemptIdentifier, file: String) { files[attempt] = file }

    /// Puts a pause off until its program has saved, or for so long.
    /// - Returns: whether that is so.
    mutating func begin(_ attempt: AttemptIdentifier, _ move: Move, within limit: Duration) -> Bool {
        guard let file = files[attempt], limit > .zero else { return false }
        // Without threads or descriptors it is paused as any other.
        guard let watch = watch ?? (try? SaveWatch()) else { return false }
        self.watch = watch
        moves[attempt] = move
        watch.begin(attempt, number: move.number, path: file, within: limit)
        return true
    }

    func expectSaved(_ attempt: AttemptIdentifier, number: Int) { watch?.expectSaved(attempt, number: number) }

    /// What has become known, of pauses that are still put off.
    func answers() -> [SaveWatch.Answer] {
        (watch?.answers() ?? []).filter { moves[$0.attempt]?.number == $0.number }
    }

    /// It is put off no longer.
    mutating func take(_ attempt: AttemptIdentifier) -> Move? {
        guard let move = moves.removeValue(forKey: attempt) else { return nil }
        watch?.forget(attempt)
        return move
    }

    /// It has ended.
    mutating func end(_ attempt: AttemptIdentifier) {
        guard !files.isEmpty, files.removeValue(forKey: attempt) != nil else { return }
        _ = take(attempt)
    }

    mutating func close() {
        watch?.close()
        watch = nil
    }
}
