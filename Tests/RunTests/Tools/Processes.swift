import Posix

/// What the kernel says about processes.
enum Processes {
    static func all() -> [Int32] { ((try? FileSystem.names(in: "/proc")) ?? []).compactMap { Int32($0) } }

    static func name(of process: Int32) -> String {
        text("/proc/\(process)/comm").split(separator: "\n").first.map(String.init) ?? ""
    }

    static func children(of process: Int32) -> [Int32] {
        let threads = (try? FileSystem.names(in: "/proc/\(process)/task")) ?? []
        return threads.flatMap { thread in
            text("/proc/\(process)/task/\(thread)/children").split(separator: " ").compactMap { Int32($0) }
        }
    }

    static func descendants(of process: Int32) -> [Int32] {
        children(of: process).flatMap { [$0] + descendants(of: $0) }
    }

    /// Those alive that have this word among their arguments.
    static func all(withArgument word: String) -> [Int32] {
        all().filter { process in
            guard text("/proc/\(process)/cmdline").split(separator: "\0").contains(where: { $0 == word }) else {
                return false
            }
            return ProcessIdentity(running: process)?.isAlive == true
        }
    }

    /// The kernel's letter for what a process does: `T` where it was stopped; none when there is no such process.
    static func state(of process: Int32) -> Character? {
        // Its name stands before it in parentheses, and may hold some itself.
        text("/proc/\(process)/stat").split(separator: ")").last?.first { $0 != " " }
    }

    private static func text(_ path: String) -> String {
        (try? FileSystem.content(of: path)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
}
