internal import Posix

/// Connections whose peers have left unnoticed.
///
/// The library hears of input by its edge; an end that comes together with the last bytes has no edge of its own, and
/// would be noticed only when the connection's time is over.
struct Desertions {
    /// Those that had left when it looked last.
    private var suspects: Set<Int> = []
    private(set) var lookAt: Int64 = 0

    // 1 s: long enough for the library to read what came before the end.
    static let pause: Int64 = 1_000_000_000

    /// Answers which connections had left already the last time.
    ///
    /// - Parameter waiting: those that nobody makes an answer for.
    mutating func look(
        _ waiting: [(number: Int, descriptor: FileDescriptor)], at now: Int64
    ) -> [FileDescriptor] {
        lookAt = now + Self.pause
        let wanted = waiting.map { (descriptor: $0.descriptor, readiness: Readiness.leftByPeer) }
        guard !wanted.isEmpty, let found = try? Readiness.wait(for: wanted, nanoseconds: 0) else {
            suspects = []
            return []
        }
        let left = zip(waiting, found).filter { !$0.1.isEmpty }.map(\.0)
        defer { suspects = Set(left.map(\.number)) }
        return left.filter { suspects.contains($0.number) }.map(\.descriptor)
    }
}
