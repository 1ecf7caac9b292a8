internal import Posix

/// Who holds a lock, exactly enough to tell whether it still lives.
package struct LockOwner: Sendable, Hashable {
    package var host: String
    /// The machine's own identifier, since several may be called `localhost`; empty where there is none.
    var machine: String
    var boot: String
    /// The space in which the process number counts: containers on one machine each have their own.
    var processSpace: String
    package var process: Int32
    var startTicks: UInt64
    /// Differs between two locks of the same process.
    var moment: Int64

    /// This process, now.
    static func current() -> LockOwner {
        let identity = ProcessIdentity(running: Process.number)
        let machine = (try? FileSystem.content(of: "/etc/machine-id")) ?? []
        return LockOwner(
            host: Machine.hostName(), machine: String(decoding: machine.prefix { $0 > 32 }, as: UTF8.self),
            boot: Machine.bootIdentifier(), processSpace: Self.processSpace(), process: Process.number,
            startTicks: identity?.startTicks ?? 0, moment: Clock.monotonicNanoseconds())
    }

    private static func processSpace() -> String { (try? FileSystem.target(ofLink: "/proc/self/ns/pid")) ?? "" }

    /// Seven lines.
    var text: String {
        """
        host \(host)
        machine \(machine)
        boot \(boot)
        processes \(processSpace)
        process \(process)
        start \(startTicks)
        moment \(moment)

        """
    }

    /// None when the text is not whole, as while its writer is still at it.
    init?(text: String) {
        var fields: [Substring: String] = [:]
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
            if parts.count == 2 { fields[parts[0]] = String(parts[1]) }
        }
        guard let host = fields["host"], let machine = fields["machine"], let boot = fields["boot"],
            let space = fields["processes"], let process = fields["process"].flatMap({ Int32($0) }),
            let ticks = fields["start"].flatMap({ UInt64($0) }), let moment = fields["moment"].flatMap({ Int64($0) })
        else { return nil }
        self.init(
            host: host, machine: machine, boot: boot, processSpace: space, process: process, startTicks: ticks,
            moment: moment)
    }

    init(
        host: String, machine: String, boot: String, processSpace: String, process: Int32, startTicks: UInt64,
        moment: Int64
    ) {
        self.host = host
        self.machine = machine
        self.boot = boot
        self.processSpace = processSpace
        self.process = process
        self.startTicks = startTicks
        self.moment = moment
    }

    /// Whether it lives, as far as this process can see; none when only its heartbeat can tell.
    func isAlive(asSeenBy observer: LockOwner) -> Bool? {
        if !boot.isEmpty, boot == observer.boot {
            guard processSpace == observer.processSpace else { return nil }
            return ProcessIdentity(number: process, startTicks: startTicks).isAlive
        }
        // The same machine, started anew since: nothing of then still runs.
        if host == observer.host, machine == observer.machine, !boot.isEmpty, !observer.boot.isEmpty { return false }
        return nil
    }
}
