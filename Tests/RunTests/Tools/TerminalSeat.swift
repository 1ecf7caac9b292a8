import Glibc
import Posix
import Testing

/// Somebody who sits at a terminal of 24 rows and 80 columns, with a program in its foreground.
final class TerminalSeat {
    private let program: Running
    /// The side on which a person types and looks.
    private let near: FileDescriptor
    private var bytes: [UInt8] = []
    /// How much of it has been looked for already.
    private var seen = 0

    // asm-generic/ioctls.h: TIOCSPTLCK and TIOCGPTPEER, whose macros are not seen in Swift.
    private static let setLock: UInt = 0x4004_5431
    private static let openPeer: UInt = 0x5441
    private static let complaint = "the terminal is not as it was"

    convenience init(at place: Workplace, rota arguments: String...) throws {
        try self.init(at: place, [Executables.rota] + arguments)
    }

    /// - Parameter command: its exit code, and how it leaves the terminal, is what `finish` tells.
    init(at place: Workplace, _ command: [String]) throws {
        near = FileDescriptor(number: open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC))
        var isLocked: Int32 = 0
        guard ioctl(near.number, Self.setLock, &isLocked) == 0 else {
            throw SystemFailure(call: "make a terminal", errorNumber: errno)
        }
        try near.setNonblocking()
        let far = FileDescriptor(number: ioctl(near.number, Self.openPeer, O_RDWR | O_NOCTTY | O_CLOEXEC))
        defer { far.close() }
        // The shell outlives an interrupt, so that it can say afterwards how the terminal was left.
        let shell = """
            trap : INT
            stty rows 24 columns 80
            before=$(stty -g)
            "$@"
            code=$?
            [ "$(stty -g)" = "$before" ] || echo '\(Self.complaint)'
            exit $code
            """
        // setsid(1) makes the terminal the controlling one: only then Ctrl-C and Ctrl-Z mean anything.
        program = try place.start(
            ["setsid", "--ctty", "env", "TERM=xterm", "LC_ALL=C.UTF-8", "NO_COLOR=1", "sh", "-c", shell, "sh"]
                + command,
            on: [far, far, far])
    }

    deinit { near.close() }

    func type(_ text: String) throws { try near.writeAll(text) }

    static let interrupt = "\u{3}"
    static let endOfInput = "\u{4}"
    static let suspend = "\u{1A}"

    /// Whether this text comes; whatever is looked for next is looked for behind it.
    func shows(_ text: String) -> Bool {
        wait {
            self.look()
            guard let found = self.bytes[self.seen...].firstRange(of: Array(text.utf8)) else { return false }
            self.seen = found.upperBound
            return true
        }
    }

    /// Everything that was shown so far, as it came.
    var shown: String { String(decoding: bytes, as: UTF8.self) }

    /// Waits for the program's end; its output is what the terminal showed.
    func finish() throws -> Finished {
        _ = wait {
            self.look()
            return self.program.isOver
        }
        var finished = try program.finish()
        look()
        finished.output = shown
        #expect(!shown.contains(Self.complaint), "\(shown)")
        return finished
    }

    /// Takes what there is: nobody could go on writing otherwise.
    private func look() {
        var buffer = [UInt8](repeating: 0, count: 65536)
        while let count = try? near.read(into: &buffer), count > 0 { bytes += buffer[..<count] }
    }
}
