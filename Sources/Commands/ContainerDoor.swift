internal import Containers
internal import Posix

/// What this program does when an executor started it to stand for a container, or to remove what it leaves.
enum ContainerDoor {
    static func enter(_ words: [String]) -> Int32 {
        if words.count == 3, words[0] == "keep" { return ContainerKeeper.run(engine: words[1], keeper: words[2]) }
        let environment = Environment.entries().map { String(decoding: $0, as: UTF8.self) }
        guard let errand = ContainerErrand(words: words, environment: environment) else {
            try? FileDescriptor.standardError.writeAll(
                "rota: \(ContainerErrand.word) is for executors; use a job with a container instead.\n")
            return ExitCode.refused
        }
        do {
            return try errand.run()
        } catch {
            try? FileDescriptor.standardError.writeAll("rota: \(error).\n")
            return ExitCode.failed
        }
    }
}
