internal import Posix

/// Tells a supervisor that watches that the loop goes on, twice as often as it wants to hear.
final class Watchdog {
    private let notice: ServiceNotice?
    private let pause: Int64?
    private var toldAt: Int64 = 0

    init(_ notice: ServiceNotice?) {
        self.notice = notice
        pause = notice?.watchdogNanoseconds.map { $0 / 2 }
    }

    func beat() {
        guard let pause else { return }
        let now = Clock.monotonicNanoseconds()
        guard now - toldAt >= pause else { return }
        toldAt = now
        notice?.send("WATCHDOG=1")
    }
}
