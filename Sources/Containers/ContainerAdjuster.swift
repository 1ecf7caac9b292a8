package import Model
package import Posix
internal import Synchronization

/// Brings running containers to what is wanted of them, on threads of its own: an engine takes its time.
///
/// - Order: a container's changes one after another, the last wish winning; those of several containers at once.
package final class ContainerAdjuster: Sendable {
    package struct Wish: Sendable, Hashable {
        /// Comes back in the answer.
        package var number: Int
        /// Empty: those it has.
        package var processors: [Int]
        package var width: Cores
        package var isPaused: Bool

        package init(number: Int, processors: [Int], width: Cores, isPaused: Bool) {
            self.number = number
            self.processors = processors
            self.width = width
            self.isPaused = isPaused
        }
    }

    package struct Answer: Sendable, Hashable {
        /// Its attempt's mark.
        package var container: String
        package var number: Int
        /// 0: it is in force.
        package var errorNumber: Int
    }

    private struct Standing {
        var wish: Wish
        var isPaused = false
        /// The engine's own word for it, once it was found.
        var identifier: String?
        /// Somebody sees to it, or will.
        var isTaken = false
    }

    private struct Content {
        var standings: [String: Standing] = [:]
        var waiting: [String] = []
        var answers: [Answer] = []
    }

    /// Readable when there are answers.
    package let descriptor: FileDescriptor
    private let bell: FileDescriptor
    /// A byte for each that waits.
    private let work: (reading: FileDescriptor, writing: FileDescriptor)
    private let engine: String
    private let content = Mutex(Content())
    private let threads = Mutex<[Thread]>([])

    // 4: an engine's own calls for one container take turns with those for others from there on.
    private static let threadCount = 4
    // As long as an errand waits for an engine that is started anew.
    private static let longest: Int64 = 60_000_000_000
    // A container is made in some hundredths of a second.
    private static let pause: Int64 = 10_000_000

    /// - Parameter engine: its socket.
    package init(engine: String) throws(SystemFailure) {
        self.engine = engine
        (descriptor, bell) = try FileDescriptor.pipe()
        try descriptor.setNonblocking()
        work = try FileDescriptor.pipe()
        for _ in 0..<Self.threadCount {
            let thread = try Thread.start { [self] in see() }
            threads.withLock { $0.append(thread) }
        }
    }

    /// Replaces what was wanted of it before.
    ///
    /// - Parameter container: its attempt's mark.
    package func ask(_ container: String, _ wish: Wish) {
        let isNew = content.withLock { content in
            var standing = content.standings[container] ?? Standing(wish: wish)
            standing.wish = wish
            let isNew = !standing.isTaken
            standing.isTaken = true
            content.standings[container] = standing
            if isNew { content.waiting.append(container) }
            return isNew
        }
        if isNew { try? work.writing.writeAll([1]) }
    }

    /// It has ended: nothing is wanted of it any more, and nothing answered.
    package func forget(_ container: String) {
        content.withLock { content in
            content.standings[container] = nil
            content.answers.removeAll { $0.container == container }
        }
    }

    /// What has come into force, or never will, since the last call.
    package func answers() -> [Answer] {
        // First, so that one that comes meanwhile is announced.
        var bytes = [UInt8](repeating: 0, count: 256)
        _ = try? descriptor.read(into: &bytes)
        return content.withLock { content in
            defer { content.answers.removeAll() }
            return content.answers
        }
    }

    package func close() {
        content.withLock { $0.standings.removeAll() }
        work.writing.close()
        for thread in threads.withLock({ $0 }) { thread.join() }
        for descriptor in [work.reading, descriptor, bell] { descriptor.close() }
    }

    private func see() {
        var byte: [UInt8] = [0]
        while let count = try? work.reading.read(into: &byte), count > 0 {
            let container = content.withLock { $0.waiting.isEmpty ? nil : $0.waiting.removeFirst() }
            if let container { see(to: container) }
        }
    }

    private func see(to container: String) {
        var isPaused = content.withLock { $0.standings[container]?.isPaused ?? false }
        while let wish = wish(of: container) {
            let errorNumber = bring(container, to: wish, &isPaused)
            let isAnswered = content.withLock { content in
                guard let present = content.standings[container] else { return true }
                content.standings[container]?.isPaused = isPaused
                guard let errorNumber, present.wish == wish else { return false }
                content.standings[container]?.isTaken = false
                content.answers.append(Answer(container: container, number: wish.number, errorNumber: errorNumber))
                return true
            }
            guard isAnswered else { continue }
            try? bell.writeAll([1])
            return
        }
    }

    private func wish(of container: String) -> Wish? { content.withLock { $0.standings[container]?.wish } }

    /// - Returns: 0 or an error number; none when something else is wanted by now.
    private func bring(_ container: String, to wish: Wish, _ isPaused: inout Bool) -> Int? {
        let deadline = Clock.monotonicNanoseconds() + Self.longest
        while true {
            do throws(EngineFailure) {
                let engine = try Engine(socket: self.engine)
                try bring(identifier(of: container, engine), to: wish, &isPaused, engine)
                return 0
            } catch {
                // It is not made yet, or its errand is about to tell its end; or the engine is being started anew.
                guard error.isMissing || error.isConflict || error.mayPass else { return error.errorNumber }
                guard self.wish(of: container) == wish else { return nil }
                guard Clock.monotonicNanoseconds() < deadline else { return error.errorNumber }
            }
            _ = try? Readiness.wait(for: [], nanoseconds: Self.pause)
        }
    }

    /// By its name it could be another's.
    private func identifier(of container: String, _ engine: borrowing Engine) throws(EngineFailure) -> String {
        if let known = content.withLock({ $0.standings[container]?.identifier }) { return known }
        let found = try engine.identifier(ofMark: container)
        content.withLock { $0.standings[container]?.identifier = found }
        return found
    }

    private func bring(
        _ container: String, to wish: Wish, _ isPaused: inout Bool, _ engine: borrowing Engine
    ) throws(EngineFailure) {
        if !wish.isPaused { try engine.update(container, processors: wish.processors, width: wish.width) }
        guard wish.isPaused != isPaused else { return }
        do throws(EngineFailure) {
            if wish.isPaused { try engine.pause(container) } else { try engine.unpause(container) }
        } catch {
            // Done already, when the answer was lost.
            guard error.isConflict else { throw error }
            let state = try engine.inspect(container)
            guard state.isRunning, state.isPaused == wish.isPaused else { throw error }
        }
        isPaused = wish.isPaused
    }
}
