internal import Dialects
internal import Model
internal import Posix
internal import Synchronization
internal import Web

/// Which request is answered by what.
final class Routes: Sendable {
    let replica: Replica
    let mailbox: Mailbox
    let clock: RunClock
    private let own: Mutex<ServiceView?>

    init(replica: Replica, mailbox: Mailbox, clock: RunClock) {
        self.replica = replica
        self.mailbox = mailbox
        self.clock = clock
        own = Mutex(nil)
    }

    /// What the service says of itself; its counts are filled in when it is asked.
    var service: ServiceView? {
        get { own.withLock { $0 } }
        set { own.withLock { $0 = newValue } }
    }

    func answer(_ request: WebRequest, _ answer: WebAnswer) {
        answer.send(status: 404)
    }
}
