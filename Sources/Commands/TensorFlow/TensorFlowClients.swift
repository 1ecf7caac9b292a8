internal import Dialects
internal import Model
internal import Posix
internal import Synchronization

/// Listens for the old clients inside an execution's containers, tells them their width, and notices who is dead.
///
/// It has a thread of its own, since asking the engine who somebody is may take a while.
final class TensorFlowClients: Sendable {
    // Where every such image looks.
    static let usualAddress = "172.17.0.1"
    static let usualPort = 65_000

    /// Where they find it.
    let port: Int
    private let listener: FileDescriptor
    private let patience: Duration
    private let identify: Identification
    private let content = Mutex(Content())

    /// A container that runs.
    struct Standing: Sendable, Hashable {
        var container: Int
        /// Its own for each start.
        var attempt: AttemptIdentifier
        var cores: Int
        var isPaused: Bool
    }

    struct Verdict: Sendable, Hashable {
        var container: Int
        var verdict: TensorFlowConversation.Verdict
    }

    /// Which of the containers has an address in numbers; none: it is somebody else's.
    typealias Identification = @Sendable (_ peer: String, _ standings: [Standing]) -> Standing?

    private struct Content {
        var standings: [Standing] = []
        var verdicts: [Verdict] = []
        var isOver = false
    }

    // 20 s: the news of a container's start take a few milliseconds, and on a busy machine longer.
    static let usualPatience = Duration.seconds(20)

    /// - Parameter port: 0: any free one.
    /// - Parameter patience: how long somebody may be unknown who has come.
    init(
        on address: String, port: Int, patience: Duration = usualPatience, identify: @escaping Identification
    ) throws(SystemFailure) {
        listener = try FileDescriptor.listen(on: address, port: port)
        self.port = try listener.port()
        self.patience = patience
        self.identify = identify
    }

    /// Begins to serve them; `stop` must follow, and then the thread be joined.
    func start() throws(SystemFailure) -> Thread {
        try Thread.start { [self] in
            var desk = TensorFlowClientDesk(listener, patience: patience, identify)
            while let standings = content.withLock({ $0.isOver ? nil : $0.standings }) {
                let verdicts = desk.serve(standings)
                if !verdicts.isEmpty { content.withLock { $0.verdicts += verdicts } }
            }
            desk.close()
        }
    }

    func stop() { content.withLock { $0.isOver = true } }

    /// Who runs by now.
    func know(_ standings: [Standing]) { content.withLock { $0.standings = standings } }

    /// What has become known of them since the last time.
    func takeVerdicts() -> [Verdict] {
        content.withLock { content in
            defer { content.verdicts.removeAll() }
            return content.verdicts
        }
    }
}
