internal import Launch
internal import Model
internal import Posix

/// Reads what attempts print while they run, each byte once and never another attempt's.
///
/// A lane's file is shared by the attempts of a chain, and events come a moment late. So bytes count as an attempt's
/// only if its process is there, be it as a zombie, after they were seen: the next one starts when it has been reaped.
struct LiveOutput {
    private let folder: String
    private var places = LanePlaces()
    private var running: [Int: Running] = [:]

    private struct Running {
        let attempt: AttemptIdentifier
        let process: ProcessIdentity
        var places: [OutputStore.Stream: LanePlaces.Place]
    }

    // 1 MiB: what a flood takes of memory at a time.
    private static let pieceSize = 1 << 20

    /// - Parameter folder: the run's.
    init(folder: String) { self.folder = folder }

    mutating func started(_ attempt: AttemptIdentifier, lane: Int, process: Int) {
        // One that is gone already is shown by its end.
        guard let identity = ProcessIdentity(running: Int32(process)) else { return }
        var places: [OutputStore.Stream: LanePlaces.Place] = [:]
        for stream in OutputStore.Stream.allCases { places[stream] = self.places.place(on: lane, stream) }
        running[lane] = Running(attempt: attempt, process: identity, places: places)
    }

    mutating func ended(_ end: LaunchEnd) {
        if running[end.lane]?.attempt == end.attempt { running[end.lane] = nil }
        places.ended(end)
    }

    mutating func died(lane: Int) {
        running[lane] = nil
        places.died(lane)
    }

    mutating func launcherDied() {
        running.removeAll()
        places.launcherDied()
    }

    /// What has been printed since the last look.
    mutating func read(_ passOn: (AttemptIdentifier, OutputStore.Stream, [UInt8]) -> Void) {
        for lane in running.keys.sorted() {
            guard var attempt = running[lane] else { continue }
            for stream in OutputStore.Stream.allCases {
                while let bytes = next(stream, of: &attempt, lane: lane), !bytes.isEmpty {
                    passOn(attempt.attempt, stream, bytes)
                }
            }
            running[lane] = attempt
        }
    }

    private func next(_ stream: OutputStore.Stream, of attempt: inout Running, lane: Int) -> [UInt8]? {
        guard let place = attempt.places[stream] else { return nil }
        let path = OutputStore.laneFile(lane, place.generation, stream, in: folder)
        // Missing: it prints to a file of its own, or has ended.
        guard let file = try? FileDescriptor.open(path, .read) else { return nil }
        defer { file.close() }
        guard let bytes = try? file.read(at: place.offset, count: Self.pieceSize), !bytes.isEmpty,
            ProcessIdentity(running: attempt.process.number) == attempt.process
        else { return nil }
        attempt.places[stream]?.offset += Int64(bytes.count)
        return bytes
    }
}
