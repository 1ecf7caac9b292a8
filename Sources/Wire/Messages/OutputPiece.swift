/// A part of the answer to an `OutputRequest`.
package struct OutputPiece: Sendable, Hashable {
    /// The request's number.
    package var request: UInt64
    /// At most `MessageLimits.pieceBytes`.
    package var bytes: [UInt8]
    package var standing: Standing

    package enum Standing: Sendable, Hashable {
        /// Further pieces follow.
        case goesOn
        /// All that was asked for, or all that there is by now, has been sent.
        case complete
        /// Nothing more can be sent: why, in words for the person who asked.
        case failed(String)
    }

    package init(request: UInt64, bytes: [UInt8], standing: Standing) {
        self.request = request
        self.bytes = bytes
        self.standing = standing
    }
}

extension FactPacker {
    mutating func put(_ piece: OutputPiece) {
        put(unsigned: piece.request)
        put(count: piece.bytes.count)
        put(raw: piece.bytes)
        switch piece.standing {
        case .goesOn: put(byte: 0)
        case .complete: put(byte: 1)
        case .failed(let why):
            put(byte: 2)
            put(text: why)
        }
    }
}

extension FactUnpacker {
    mutating func outputPiece() throws(PackingProblem) -> OutputPiece {
        let request = try unsigned()
        let count = try length()
        guard count <= MessageLimits.pieceBytes else { throw malformed("a piece of \(count) bytes") }
        let bytes = Array(try raw(count))
        let standing: OutputPiece.Standing
        switch try byte() {
        case 0: standing = .goesOn
        case 1: standing = .complete
        case 2: standing = .failed(try text())
        default: throw malformed("a piece of output")
        }
        return OutputPiece(request: request, bytes: bytes, standing: standing)
    }
}
