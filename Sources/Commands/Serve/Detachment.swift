internal import Posix

/// A service that goes on by itself, and how whoever started it hears that it listens.
///
/// It is a process of its own from the start: what is a single process with threads can't be taken apart later.
struct Detachment {
    /// Gets a byte when the service listens; closed without one, it does not.
    private let ready: FileDescriptor

    private static let variable = "ROTA_DETACHED"
    // 3: the first after standard error.
    private static let number: Int32 = 3

    /// This process's own, if it was started by `start`.
    ///
    /// It leaves the terminal then, and what it goes on to print nobody reads.
    static func ofThisProcess() throws(SystemFailure) -> Detachment? {
        guard Environment.value(of: variable) == "\(Process.parent)" else { return nil }
        try Process.beginSession()
        return Detachment(ready: FileDescriptor(number: number))
    }

    /// Tells that it listens; from then on it has no terminal to write to.
    func isReady() {
        try? Process.redirectOutput(to: "/dev/null")
        try? ready.writeAll([1])
        ready.close()
    }

    /// Starts this very command line as a process of its own and waits until it listens.
    ///
    /// - Returns: 0 when it does, else what it ended with.
    static func start() throws(SystemFailure) -> Int32 {
        let nothing = try FileDescriptor.open("/dev/null", .read)
        defer { nothing.close() }
        let (reading, writing) = try FileDescriptor.pipe()
        defer { reading.close() }
        let others = Environment.entries().filter { !$0.starts(with: Array("\(variable)=".utf8)) }
        let child: Int32
        do {
            defer { writing.close() }
            child = try Process.spawn(
                try Process.executablePath(), arguments: CommandLine.arguments,
                environment: others + [Array("\(variable)=\(Process.number)".utf8)],
                descriptors: [nothing, .standardOutput, .standardError, writing])
        }
        var byte: [UInt8] = [0]
        if try reading.read(into: &byte) == 1 { return ExitCode.succeeded }
        switch try Process.wait(for: child) {
        case .exited(let code): return code == 0 ? ExitCode.failed : Int32(clamping: code)
        case .signalled(let signal): return 128 + Int32(clamping: signal)
        }
    }
}
