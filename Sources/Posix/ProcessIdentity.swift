internal import Glibc

/// A process that can't be mistaken for a later one with the same number.
package struct ProcessIdentity: Sendable, Hashable {
    package var number: Int32
    /// In the kernel's ticks since the machine started.
    package var startTicks: UInt64

    package init(number: Int32, startTicks: UInt64) {
        self.number = number
        self.startTicks = startTicks
    }

    /// Of a process that exists now, zombies included; none otherwise.
    package init?(running number: Int32) {
        guard let fields = Self.fields(of: number), let ticks = fields.dropFirst(19).first.flatMap({ UInt64($0) })
        else { return nil }
        self.init(number: number, startTicks: ticks)
    }

    /// Whether this very process still runs; a zombie does not.
    package var isAlive: Bool {
        guard let fields = Self.fields(of: number), let state = fields.first else { return false }
        return state != "Z" && state != "X" && ProcessIdentity(running: number) == self
    }

    /// What stands in `/proc/<number>/stat` after the name: the state first, the parent second.
    private static func fields(of number: Int32) -> [Substring]? {
        guard let bytes = try? FileSystem.content(of: "/proc/\(number)/stat") else { return nil }
        // The name may hold blanks and parentheses of its own: only the last parenthesis ends it.
        guard let end = bytes.lastIndex(of: UInt8(ascii: ")")) else { return nil }
        return String(decoding: bytes[(end + 1)...], as: UTF8.self).split(separator: " ")
    }

    /// Whether it is in the midst of `exec`: it has memory, and no environment in it yet. So another user's looks, too,
    /// to those who may not read it.
    static func isBecomingAnotherProgram(_ number: Int32) -> Bool {
        guard let fields = fields(of: number), fields.count > 48 else { return false }
        let (memory, endOfEnvironment) = (fields[20], fields[48])
        return memory != "0" && endOfEnvironment == "0"
    }

    /// The parent of a process that exists now.
    package static func parent(of number: Int32) -> Int32? {
        fields(of: number)?.dropFirst().first.flatMap { Int32($0) }
    }
}
