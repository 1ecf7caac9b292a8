import Testing

@testable import Containers

struct LogFramesTests {
    private let bytes: [UInt8] =
        [1, 0, 0, 0, 0, 0, 0, 3] + Array("one".utf8) + [2, 0, 0, 0, 0, 0, 0, 0] + [2, 0, 0, 0, 0, 0, 1, 4]
        + [UInt8](repeating: 0x78, count: 260)

    @Test("frames cut anywhere give each stream its bytes", arguments: [1, 2, 3, 7, 8, 9, 100, 1000])
    func cut(size: Int) throws {
        var frames = LogFrames()
        var taken: [LogFrames.Stream: [UInt8]] = [:]

        for start in stride(from: 0, to: bytes.count, by: size) {
            try Array(bytes[start..<min(start + size, bytes.count)]).withUnsafeBytes { piece in
                try frames.take(piece) { taken[$0, default: []] += $1 }
            }
        }

        #expect(taken[.output] == Array("one".utf8))
        #expect(taken[.error] == [UInt8](repeating: 0x78, count: 260))
    }

    @Test("a stream without a number is refused")
    func malformed() {
        var frames = LogFrames()

        #expect(throws: LogFrames.Malformed.self) {
            try [UInt8]([7, 0, 0, 0, 0, 0, 0, 1]).withUnsafeBytes { try frames.take($0) { _, _ in } }
        }
    }
}
