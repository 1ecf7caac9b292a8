package import Posix

/// Removes containers whose keeper is gone.
package enum ContainerKeeper {
    /// The arguments, behind the program, of one that waits for its caller's end.
    package static func words(_ engine: String, _ keeper: String) -> [String] {
        [ContainerErrand.word, "keep", engine, keeper]
    }

    /// Who a process is, as containers name their keeper.
    package static func name(of process: ProcessIdentity) -> String { "\(process.number).\(process.startTicks)" }

    /// First removes what earlier keepers left, then waits for the end of standard input and removes this one's.
    package static func run(engine socket: String, keeper: String) -> Int32 {
        sweep(socket) { !isAlive($0) }
        var bytes = [UInt8](repeating: 0, count: 64)
        while let count = try? FileDescriptor.standardInput.read(into: &bytes), count > 0 {}
        return sweep(socket) { $0 == keeper || !isAlive($0) } ? 0 : 1
    }

    /// - Returns: whether all that was found could be removed.
    @discardableResult
    private static func sweep(_ socket: String, _ isUnwanted: (String) -> Bool) -> Bool {
        // One is made while the list is read when an errand outlives its caller by a moment.
        for _ in 0..<mostRounds {
            guard let engine = try? Engine(socket: socket),
                let found = try? engine.list(label: ContainerErrand.label)
            else { return false }
            let unwanted = found.filter { isUnwanted($0.labels[ContainerErrand.label] ?? "") }
            if unwanted.isEmpty { return true }
            for container in unwanted { try? engine.remove(container.name) }
        }
        return false
    }

    private static let mostRounds = 5

    private static func isAlive(_ keeper: String) -> Bool {
        let parts = keeper.split(separator: ".")
        guard parts.count == 2, let number = Int32(parts[0]), let ticks = UInt64(parts[1]) else { return false }
        return ProcessIdentity(number: number, startTicks: ticks).isAlive
    }
}
