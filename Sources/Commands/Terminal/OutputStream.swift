internal import Glibc
package import Posix

/// One of this program's outputs, buffered; a reader that went away makes it silent.
///
/// A write never throws: somebody who closed the pipe (`… | head`) wants no message, and everything else that can go
/// wrong is told once, at the end, by whoever asks for `failure`.
package final class OutputStream {
    package private(set) var traits: TerminalTraits
    /// Whether the reader is gone; what is written from then on is dropped.
    package private(set) var isClosed = false
    /// The first thing that went wrong, other than a reader that is gone.
    package private(set) var failure: SystemFailure?

    private var buffer: [UInt8] = []
    private let sink: ([UInt8]) throws(SystemFailure) -> Void
    private let columns: () -> Int?
    // 32 KiB: half of a pipe's capacity, so that reader and writer overlap.
    private static let limit = 32768

    /// An output to anywhere, for tests among others.
    package init(
        traits: TerminalTraits, columns: @escaping () -> Int? = { nil },
        sink: @escaping ([UInt8]) throws(SystemFailure) -> Void
    ) {
        self.traits = traits
        self.columns = columns
        self.sink = sink
    }

    package convenience init(_ descriptor: FileDescriptor) {
        let traits = TerminalTraits(
            isTerminal: descriptor.isTerminal, columns: Terminal.columns(of: descriptor),
            environment: Environment.value(of:))
        self.init(traits: traits, columns: { Terminal.columns(of: descriptor) }) { bytes throws(SystemFailure) in
            try Self.write(bytes, to: descriptor)
        }
    }

    /// Asks the terminal for its width anew; a window changes its size while a run goes on.
    package func measure() {
        guard traits.isTerminal, let width = columns(), width >= 10 else { return }
        traits.width = width
    }

    package func write(_ text: String) { write(bytes: Array(text.utf8)) }

    package func write(bytes: some Collection<UInt8>) {
        guard !bytes.isEmpty, !isClosed else { return }
        buffer.append(contentsOf: bytes)
        if buffer.count >= Self.limit { flush() }
    }

    package func flush() {
        guard !buffer.isEmpty else { return }
        defer { buffer.removeAll(keepingCapacity: true) }
        guard !isClosed else { return }
        do throws(SystemFailure) { try sink(buffer) } catch {
            isClosed = true
            if error.errorNumber != EPIPE { failure = error }
        }
    }

    /// Waits where the descriptor takes nothing for the moment: a terminal shared with others may be non-blocking.
    private static func write(_ bytes: [UInt8], to descriptor: FileDescriptor) throws(SystemFailure) {
        var done = 0
        while done < bytes.count {
            do throws(SystemFailure) {
                done += try writeSome(bytes[done...], to: descriptor)
            } catch {
                guard error.wouldBlock else { throw error }
                _ = try Readiness.wait(for: [(descriptor, .writable)], nanoseconds: nil)
            }
        }
    }

    private static func writeSome(
        _ bytes: ArraySlice<UInt8>, to descriptor: FileDescriptor
    ) throws(SystemFailure) -> Int {
        let result: Result<Int, SystemFailure> = bytes.withUnsafeBytes { pointer in
            do throws(SystemFailure) { return .success(try descriptor.writeSome(pointer)) } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }
}
