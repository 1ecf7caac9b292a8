internal import CLinux
internal import Glibc

/// This process, and calls on others by their numbers.
package enum Process {
    package static var number: Int32 { getpid() }
    package static var parent: Int32 { getppid() }
    package static var isRoot: Bool { geteuid() == 0 }
    /// The number of the user whose rights it has.
    package static var user: UInt32 { geteuid() }

    /// That user's name, or the number where this machine knows none.
    package static let userName: String = {
        var entry = unsafe passwd()
        var found: UnsafeMutablePointer<passwd>?
        // 16 KiB: what sysconf says of it is a first guess; entries with long lists of members are groups.
        var buffer = [CChar](repeating: 0, count: 16_384)
        return unsafe buffer.withUnsafeMutableBufferPointer { texts in
            guard let place = texts.baseAddress,
                unsafe getpwuid_r(geteuid(), &entry, place, texts.count, &found) == 0, unsafe found != nil
            else { return "\(geteuid())" }
            return unsafe String(cString: entry.pw_name)
        }
    }()

    /// The path of the program this process runs.
    package static func executablePath() throws(SystemFailure) -> String {
        try FileSystem.target(ofLink: "/proc/self/exe")
    }

    /// Whether a process took the signal; false when there is no such process.
    @discardableResult
    package static func send(_ signal: Signal, to number: Int32) throws(SystemFailure) -> Bool {
        if kill(number, signal.rawValue) == 0 { return true }
        if errno == ESRCH { return false }
        throw SystemFailure(call: "kill", errorNumber: errno, path: "\(number)")
    }

    /// Does what Ctrl-Z does to a program that does not care, and returns when it may go on; at once where no shell
    /// could say so. For who has blocked the signal.
    package static func suspend() {
        var signals = sigset_t()
        unsafe sigemptyset(&signals)
        unsafe sigaddset(&signals, SIGTSTP)
        raise(SIGTSTP)
        unsafe pthread_sigmask(SIG_UNBLOCK, &signals, nil)
        unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)
    }

    /// Orphaned descendants become children of this process from now on.
    package static func becomeSubreaper() throws(SystemFailure) {
        try answered("prctl", clinux_become_subreaper())
    }

    /// Leaves the terminal it was started from.
    package static func beginSession() throws(SystemFailure) { try answered("setsid", clinux_begin_session()) }

    /// Gives standard output and standard error another end.
    package static func redirectOutput(to path: String) throws(SystemFailure) {
        let file = try FileDescriptor.open(path, .update)
        defer { file.close() }
        for target in [Int32(1), 2] { try checked("dup2", path) { Int(dup2(file.number, target)) } }
    }

    /// How a child ended that was waited for.
    package enum End: Sendable, Hashable {
        case exited(Int)
        case signalled(Int)
    }

    /// Waits for a child.
    package static func wait(for number: Int32) throws(SystemFailure) -> End {
        var status: Int32 = 0
        try checked("waitpid", "\(number)") { unsafe Int(waitpid(number, &status, 0)) }
        return end(status)
    }

    /// Whether a child had ended and is forgotten now.
    package static func hasBeenReaped(_ number: Int32) -> Bool {
        waitpid(number, nil, WNOHANG) == number
    }

    /// What a wait status says.
    package static func end(_ status: Int32) -> End {
        status & 0x7f == 0 ? .exited(Int(status >> 8 & 0xff)) : .signalled(Int(status & 0x7f))
    }

    /// Opens `/dev/null` as whichever of 0, 1 and 2 is closed, so that no file of ours is taken for one of them.
    package static func openStandardDescriptors() throws(SystemFailure) {
        while true {
            let file = try FileDescriptor.open("/dev/null", .update)
            if file.number <= 2 { continue }
            file.close()
            return
        }
    }

    /// Starts a program with the given descriptors as its 0, 1, 2, …; a negative one leaves that number closed.
    ///
    /// - Parameter environment: `NAME=value` each.
    /// - Parameter isApart: whether it hears signals that are blocked here, and none that the terminal sends to us.
    package static func spawn(
        _ path: String, arguments: [String], environment: [[UInt8]], descriptors: [FileDescriptor],
        isApart: Bool = false
    ) throws(SystemFailure) -> Int32 {
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        var copies: [FileDescriptor] = []
        defer { for copy in copies { copy.close() } }
        for (target, descriptor) in descriptors.enumerated() where descriptor.number >= 0 {
            var source = descriptor.number
            if source != Int32(target), source < Int32(descriptors.count) {
                // Its number is a target too, and would be overwritten before its turn.
                source = try Int32(checked("fcntl") { Int(fcntl(descriptor.number, F_DUPFD_CLOEXEC, 64)) })
                copies.append(FileDescriptor(number: source))
            }
            unsafe posix_spawn_file_actions_adddup2(&actions, source, Int32(target))
        }
        var attributes = posix_spawnattr_t()
        unsafe posix_spawnattr_init(&attributes)
        defer { unsafe posix_spawnattr_destroy(&attributes) }
        if isApart {
            var none = sigset_t()
            unsafe sigemptyset(&none)
            unsafe posix_spawnattr_setsigmask(&attributes, &none)
            unsafe posix_spawnattr_setpgroup(&attributes, 0)
            unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP))
        }
        var number: pid_t = 0
        var argumentPointers = unsafe arguments.map { unsafe strdup($0) }
        var environmentPointers = unsafe environment.map { unsafe duplicate($0) }
        unsafe argumentPointers.append(nil)
        unsafe environmentPointers.append(nil)
        defer {
            while let pointer = unsafe argumentPointers.popLast() { unsafe free(pointer) }
            while let pointer = unsafe environmentPointers.popLast() { unsafe free(pointer) }
        }
        let error = unsafe posix_spawn(
            &number, path, &actions, &attributes, argumentPointers, environmentPointers)
        if error != 0 { throw SystemFailure(call: "execute", errorNumber: error, path: path) }
        return number
    }

    private static func duplicate(_ bytes: [UInt8]) -> UnsafeMutablePointer<CChar>? {
        unsafe (bytes + [0]).withUnsafeBytes { buffer in
            unsafe buffer.assumingMemoryBound(to: CChar.self).baseAddress.flatMap { unsafe strdup($0) }
        }
    }
}
