internal import Model
package import Posix
internal import Synchronization

extension ContainerErrand {
    /// Does it all; answers the exit code for whoever started this program, which the report refines.
    ///
    /// - Order: on the first thread, before any other exists.
    package func run() throws(SystemFailure) -> Int32 {
        let signals = try SignalDescriptor([.terminate, .interrupt, .hangUp])
        let (ended, ending) = try FileDescriptor.pipe()
        let life = ContainerLife(self)
        let thread = try Thread.start {
            life.run()
            ending.close()
        }
        var deadline: Int64?
        while true {
            let left = deadline.map { max(0, $0 - Clock.monotonicNanoseconds()) }
            let ready = try Readiness.wait(
                for: [(signals.descriptor, .readable), (ended, .readable)], nanoseconds: left)
            if !ready[1].isEmpty { break }
            if ready[0].contains(.readable), try signals.next() != nil, deadline == nil {
                life.end(with: "SIGTERM")
                deadline = Clock.monotonicNanoseconds() + patience.nanoseconds
            } else if left == 0 {
                life.end(with: "SIGKILL")
                // It ends now, or the engine is away and nobody can end it.
                deadline = Int64.max
            }
        }
        thread.join()
        let report = life.report
        try? FileSystem.makeDirectories(reports, mode: 0o700)
        try report.write(to: reports + "/" + mark)
        return report.exitCode
    }

    /// How long the container may take after SIGTERM: whoever started this program waits as long as `grace`, and there
    /// must be time to tell how it went.
    private var patience: Duration {
        // 1 s: what an engine takes to end a container and remove it, several times over.
        grace > .seconds(2) ? grace - .seconds(1) : Duration(nanoseconds: grace.nanoseconds / 2)
    }
}

extension ContainerReport {
    fileprivate var exitCode: Int32 {
        switch outcome {
        case .succeeded: 0
        case .exited(let code): Int32(truncatingIfNeeded: code & 255)
        case .signalled(let signal): Int32(truncatingIfNeeded: 128 + signal)
        // 125: what container programs answer when it is they who failed.
        default: 125
        }
    }
}
