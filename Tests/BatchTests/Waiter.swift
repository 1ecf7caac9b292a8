import Batch
import Dispatch

/// A copy that waits on a thread of its own, since it blocks it.
struct Waiter {
    private let verdicts: AsyncStream<Int?>

    init(_ election: NodeElection, in folder: String) {
        let (stream, continuation) = AsyncStream.makeStream(of: Int?.self)
        verdicts = stream
        DispatchQueue.global().async {
            switch try? election.hold(in: folder) {
            case .ended(let code): continuation.yield(code)
            case .elected: continuation.yield(nil)
            case nil: continuation.yield(-1)
            }
            continuation.finish()
        }
    }

    /// What the winner ended with; none when this copy was elected itself; -1 when the election failed.
    func code() async -> Int? {
        for await code in verdicts { return code }
        return -1
    }
}
