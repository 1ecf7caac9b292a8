internal import Posix

/// The batch system's program that started executors on an allocation's other nodes; it ends when all of them have.
///
/// A shell keeps it. The batch system would leave its step running when the program is killed together with this
/// process; so the shell asks the program to end the step as soon as this process is gone, however that went.
struct SiblingStep {
    /// The shell's.
    let process: Int32
    /// Its other end closes for the shell when this process ends.
    private let presence: FileDescriptor

    // Of the signals that mean an orderly end, srun passes on SIGUSR1; at SIGTERM it kills its step. Other children of
    // the shell must not hold what it listens at, nor what it was told to start.
    private static let script = """
        "$@" 3<&- &
        step=$!
        trap 'kill -USR1 $step' USR1
        { read -r nothing; kill -TERM $step; } <&3 2>/dev/null &
        watch=$!
        exec 3<&-
        while :; do
            wait $step
            code=$?
            kill -0 $step 2>/dev/null || break
        done
        kill $watch 2>/dev/null
        exit $code
        """

    init(_ command: [String]) throws(SystemFailure) {
        let pipe = try FileDescriptor.pipe()
        let nothing = try FileDescriptor.open("/dev/null", .update)
        defer {
            nothing.close()
            pipe.reading.close()
        }
        presence = pipe.writing
        do throws(SystemFailure) {
            process = try Process.spawn(
                "/bin/sh", arguments: ["sh", "-c", Self.script, "sh"] + command, environment: Environment.entries(),
                descriptors: [nothing, .standardOutput, .standardError, pipe.reading])
        } catch {
            pipe.writing.close()
            throw error
        }
    }

    /// Asks all of them for an orderly end.
    func tellToEnd() throws(SystemFailure) { try Process.send(.user1, to: process) }

    /// Waits until all of them have ended.
    func wait() throws(SystemFailure) {
        _ = try Process.wait(for: process)
        presence.close()
    }
}
