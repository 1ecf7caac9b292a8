internal import CLinux
internal import Glibc

/// An open file, pipe or socket, by its number; whoever opened it closes it, once.
///
/// A plain value and not one that closes itself, since descriptors live in arrays and move between processes here.
/// Everything opened by this room closes on exec.
package struct FileDescriptor: Sendable, Hashable {
    package let number: Int32

    package init(number: Int32) { self.number = number }

    package static let standardInput = FileDescriptor(number: 0)
    package static let standardOutput = FileDescriptor(number: 1)
    package static let standardError = FileDescriptor(number: 2)

    package enum Access: Sendable {
        case read
        /// Created if missing, emptied if not.
        case create
        /// Created; fails when it exists.
        case createNew
        /// Created if missing; every write goes to the end.
        case append
        /// Created if missing, kept as it is otherwise.
        case update
        /// A folder, to synchronise its entries.
        case directory

        var flags: Int32 {
            switch self {
            case .read: O_RDONLY
            case .create: O_WRONLY | O_CREAT | O_TRUNC
            case .createNew: O_RDWR | O_CREAT | O_EXCL
            case .append: O_RDWR | O_CREAT | O_APPEND
            case .update: O_RDWR | O_CREAT
            case .directory: O_RDONLY | O_DIRECTORY
            }
        }
    }

    package static func open(_ path: String, _ access: Access, mode: UInt32 = 0o666) throws(SystemFailure) -> Self {
        let number = try checked("open", path) {
            unsafe Int(Glibc.open(path, access.flags | O_CLOEXEC, mode_t(mode)))
        }
        return FileDescriptor(number: Int32(number))
    }

    /// The two ends of a new pipe.
    package static func pipe() throws(SystemFailure) -> (reading: Self, writing: Self) {
        var ends: [Int32] = [0, 0]
        try answered("pipe", unsafe clinux_pipe(&ends))
        return (FileDescriptor(number: ends[0]), FileDescriptor(number: ends[1]))
    }

    /// Two connected stream sockets.
    package static func socketPair() throws(SystemFailure) -> (Self, Self) {
        var ends: [Int32] = [0, 0]
        try answered("socketpair", unsafe clinux_socket_pair(&ends))
        return (FileDescriptor(number: ends[0]), FileDescriptor(number: ends[1]))
    }

    /// A failure of `close` is not told: after `synchronize` nothing hangs on it, and the number is free either way.
    package func close() { _ = Glibc.close(number) }

    package func setNonblocking() throws(SystemFailure) {
        try answered("fcntl", clinux_set_nonblocking(number))
    }

    /// Whether an exclusive lock, held until the descriptor is closed, was free.
    package func tryLock() throws(SystemFailure) -> Bool {
        let result = clinux_lock(number)
        if result == -EWOULDBLOCK { return false }
        try answered("flock", result)
        return true
    }

    /// Waits for that lock as long as it takes, also through signals that are handled.
    package func waitForLock() throws(SystemFailure) {
        while true {
            let result = clinux_wait_for_lock(number)
            if result == -EINTR { continue }
            try answered("flock", result)
            return
        }
    }

    package var isTerminal: Bool { isatty(number) == 1 }
}
