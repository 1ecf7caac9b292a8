internal import Model
internal import Posix
internal import Wire

/// Answers to who asks what a task printed.
extension NodeLoop {
    // 1 MiB at a time, so that a long answer makes nothing else wait.
    private static let pieceBytes = Int64(MessageLimits.pieceBytes)

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
        say(.output(piece))
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
}
