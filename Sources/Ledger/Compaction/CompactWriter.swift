internal import Model
internal import Posix
internal import Wire

/// Packs the facts of many frames into few.
///
/// - Shape: a frame never reaches over the end of an old segment, so that a reader that still has an old one open finds
///   its place in the new one.
final class CompactWriter {
    private(set) var factsRead = 0
    private(set) var factsWritten = 0
    private let file: FileDescriptor
    private let salt: UInt32
    private let dropped: AttemptNumbers
    private var packer = FactPacker()
    private var segment = 0
    /// Of the frame that is being packed.
    private var sequence = 0
    private var covered = 0
    private var count = 0
    /// Kept back, since the next may continue it.
    private var handOver: HandOver?

    /// 4096 facts a frame: larger ones save less than a thousandth, and damage to one would cost more.
    private static let factsPerFrame = 4096

    init(path: String, token: UInt64, dropping dropped: AttemptNumbers) throws(SystemFailure) {
        self.dropped = dropped
        salt = FrameHeader.salt(of: token)
        file = try FileDescriptor.open(path, .create, mode: 0o600)
        packer.reset(reserving: FrameHeader.size)
        try file.writeAll(SegmentHeader(number: 1, token: token).bytes)
    }

    deinit { file.close() }

    func add(_ frame: LedgerFrame) throws(SystemFailure) {
        if frame.segment != segment || frame.sequence != sequence + covered || count >= Self.factsPerFrame {
            try flush()
            segment = frame.segment
            sequence = frame.sequence
        }
        covered += frame.covered
        factsRead += frame.facts.count
        for fact in frame.facts { add(fact) }
    }

    func finish() throws(SystemFailure) {
        try flush()
        try file.synchronize()
    }

    private func add(_ fact: Fact) {
        switch fact {
        case .attemptsHandedOver(let next):
            if let joined = handOver?.joined(with: next) {
                handOver = joined
            } else {
                putHandOver()
                handOver = next
            }
        case .attemptStarted(let attempt, _) where dropped.contains(attempt.number): break
        // Which plans there were is gone with the frames.
        case .planned: break
        default:
            putHandOver()
            put(fact)
        }
    }

    private func putHandOver() {
        if let handOver { put(.attemptsHandedOver(handOver)) }
        handOver = nil
    }

    private func put(_ fact: Fact) {
        packer.put(fact)
        count += 1
        factsWritten += 1
    }

    private func flush() throws(SystemFailure) {
        putHandOver()
        guard covered > 0 else { return }
        let length = packer.bytes.count - FrameHeader.size
        let header = FrameHeader(salt: salt, length: length, covered: covered, sequence: sequence)
        packer.fill(header.sealed(packer.bytes))
        try file.writeAll(packer.bytes)
        packer.reset(reserving: FrameHeader.size)
        sequence += covered
        covered = 0
        count = 0
    }
}
