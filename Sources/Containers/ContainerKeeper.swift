package import Posix

/// Removes containers whose keeper is gone.
package enum ContainerKeeper {
    /// The arguments, behind the program, of one that waits for its caller's end.
    package static func words(_ engine: String, _ keeper: String) -> [String] {
        [ContainerErrand.word, "keep", engine, keeper]
    }

    /// Who a process is, as containers name their keeper.
    package static func name(of process: ProcessIdentity) -> String { "\(process.number).\(process.startTicks)" }

    /// What its caller writes, on a line of its own, when it ends as it should.
    package static let farewell = "end"

    /// First removes what earlier keepers left, then those whose marks its caller writes, a line each, and at the end
    /// of standard input all of this keeper's.
    package static func run(engine socket: String, keeper: String) -> Int32 {
        sweep(socket) { !isAlive($0) }
        var lines = Lines()
        var unwanted: Set<String> = []
        var isFarewell = false
        while let new = lines.next(within: unwanted.isEmpty ? nil : pause) {
            unwanted.formUnion(new.filter { $0 != farewell })
            isFarewell = isFarewell || new.contains(farewell)
            unwanted = unwanted.filter { !remove($0, socket, keeper) }
        }
        // An errand whose caller was killed may be a moment behind it, and be making one.
        for _ in 0..<(isFarewell ? 0 : lateRounds) {
            sweep(socket) { $0 == keeper }
            _ = try? Readiness.wait(for: [], nanoseconds: pause)
        }
        return sweep(socket) { $0 == keeper || !isAlive($0) } ? 0 : 1
    }

    /// - Returns: whether it is gone, or none of this keeper's.
    private static func remove(_ mark: String, _ socket: String, _ keeper: String) -> Bool {
        do throws(EngineFailure) {
            let engine = try Engine(socket: socket)
            let identifier = try engine.identifier(ofMark: mark)
            guard try engine.inspect(identifier).labels[ContainerErrand.label] == keeper else { return true }
            try engine.remove(identifier)
            return true
        } catch {
            return error.isMissing
        }
    }

    /// - Returns: whether all that was found could be removed.
    @discardableResult
    private static func sweep(_ socket: String, _ isUnwanted: (String) -> Bool) -> Bool {
        for _ in 0..<mostRounds {
            guard let engine = try? Engine(socket: socket),
                let found = try? engine.list(label: ContainerErrand.label)
            else { return false }
            let unwanted = found.filter { isUnwanted($0.labels[ContainerErrand.label] ?? "") }
            if unwanted.isEmpty { return true }
            for container in unwanted { try? engine.remove(container.identifier) }
        }
        return false
    }

    private static let mostRounds = 5
    // Together a second: an engine makes a container in a few hundredths.
    private static let lateRounds = 5
    private static let pause: Int64 = 200_000_000

    private static func isAlive(_ keeper: String) -> Bool {
        let parts = keeper.split(separator: ".")
        guard parts.count == 2, let number = Int32(parts[0]), let ticks = UInt64(parts[1]) else { return false }
        return ProcessIdentity(number: number, startTicks: ticks).isAlive
    }

    /// Standard input, line by line.
    private struct Lines {
        private var rest: [UInt8] = []

        /// Answers what came, perhaps nothing when there is a bound; none at its end.
        mutating func next(within nanoseconds: Int64?) -> [String]? {
            let input = FileDescriptor.standardInput
            guard let ready = try? Readiness.wait(for: [(input, .readable)], nanoseconds: nanoseconds) else {
                return nil
            }
            if ready.first?.isEmpty != false { return [] }
            var bytes = [UInt8](repeating: 0, count: 4096)
            guard let count = try? input.read(into: &bytes), count > 0 else { return nil }
            var lines = (rest + bytes[..<count]).split(separator: 10, omittingEmptySubsequences: false)
            rest = Array(lines.removeLast())
            return lines.map { String(decoding: $0, as: UTF8.self) }
        }
    }
}
