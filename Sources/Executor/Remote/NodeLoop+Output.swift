internal import Model
internal import Posix
internal import Wire

/// Answers to who asks what a task printed.
extension NodeLoop {
    // 1 MiB at a time, so that a long answer makes nothing else wait.
    private static let pieceBytes = Int64(MessageLimits.pieceBytes)
    // 10 s: how long one that goes waits for the next question about what its tasks printed.
    private static let questionNanoseconds: Int64 = 10_000_000_000
    // 1 min: how long it waits for all of them; a batch system's patience is shorter, and a person's.
    private static let fetchingNanoseconds: Int64 = 60_000_000_000

    /// One piece; who wants more asks again.
    func answer(_ request: OutputRequest) {
        var piece = OutputPiece(request: request.number, bytes: [], standing: .complete)
        do throws(SystemFailure) {
            if let bytes = try printed(request) {
                piece.bytes = bytes
            } else {
                piece.standing = .failed("its executor keeps nothing of it")
            }
        } catch { piece.standing = .failed("\(error)") }
        guard say(.output(piece)) else { return }
        unfetched.answered(request, count: piece.bytes.count)
        askedAt = Clock.monotonicNanoseconds()
    }

    private func printed(_ request: OutputRequest) throws(SystemFailure) -> [UInt8]? {
        guard let executor else { return nil }
        let stream = request.stream == .output ? OutputStore.Stream.output : .error
        let count = Int(min(request.count, Self.pieceBytes))
        switch request.place {
        case .live: return try executor.printed(by: request.attempt, stream, from: request.offset, count: count)
        case .kept(let location):
            let reader = OutputReader(folder: executor.configuration.folder)
            return try reader.read(location, stream, of: request.attempt, from: request.offset, count: count)
        }
    }

    /// Whether the service has, or will not have, what tasks printed; asked when nothing else is left to do.
    var isFetched: Bool {
        let now = Clock.monotonicNanoseconds()
        let since = doneSince ?? now
        doneSince = since
        return unfetched.isEmpty || now - max(since, askedAt) > Self.questionNanoseconds
            || now - since > Self.fetchingNanoseconds
    }
}
