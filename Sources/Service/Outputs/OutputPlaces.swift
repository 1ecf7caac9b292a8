internal import Executor
internal import Ledger
internal import Model
internal import Posix

/// Which executor keeps what an attempt of a run printed: the run's own, or one on another node.
///
/// Shape: for each hand-over to another node, its first attempt and its count, ascending; read once, as far as the
/// record goes, and only where there were others at all.
final class OutputPlaces {
    private let run: String
    private let reader: LedgerReader
    private var executors: [NodeIdentifier: UInt64] = [:]
    private var handOvers: [(first: Int, count: Int, executor: UInt64)] = []

    /// - Parameter run: its folder.
    init(run: String) {
        self.run = run
        reader = LedgerReader(folder: run)
    }

    /// The folder in which an ended attempt's output is.
    ///
    /// - Throws: also when it is only where it was printed.
    func folder(of end: AttemptEnd, _ stream: OutputStreamName) throws -> String {
        let others = [OutputStore.executorsFolder(in: run), FetchedOutput.all(in: run)]
        guard others.contains(where: FileSystem.exists) else { return run }
        while let frame = try reader.next() { frame.facts.forEach(take) }
        return try KeptOutput(run: run).folder(
            of: end.attempt, stream, at: end.output.location(of: stream), by: executor(of: end.attempt))
    }

    private func take(_ fact: Fact) {
        switch fact {
        case .nodeJoined(let node, _): if node.executor != 0 { executors[node.identifier] = node.executor }
        case .attemptsHandedOver(let handOver):
            guard let node = handOver.placement.parts.first?.node, let executor = executors[node] else { return }
            handOvers.append((handOver.firstAttempt.number, handOver.count, executor))
        default: break
        }
    }

    /// 0: the run's own.
    private func executor(of attempt: AttemptIdentifier) -> UInt64 {
        var range = 0..<handOvers.count
        while !range.isEmpty {
            let middle = (range.lowerBound + range.upperBound) / 2
            let found = handOvers[middle]
            if attempt.number < found.first {
                range = range.lowerBound..<middle
            } else if attempt.number < found.first + found.count {
                return found.executor
            } else {
                range = middle + 1..<range.upperBound
            }
        }
        return 0
    }
}
