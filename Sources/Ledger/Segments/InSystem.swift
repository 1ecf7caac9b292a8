internal import Posix

/// Does what only the system can refuse, in a place where a record can also be unreadable.
func inSystem<Answer>(_ body: () throws(SystemFailure) -> Answer) throws(ReadingProblem) -> Answer {
    do throws(SystemFailure) { return try body() } catch { throw .system(error) }
}
