package import Posix
package import Wire

/// Why a record can't be read at all, damage aside.
package enum ReadingProblem: Error, Sendable, Hashable {
    case system(SystemFailure)
    /// Intact, but written by a newer version.
    case format(PackingProblem, path: String)
    /// It was written anew while it was read, and goes on elsewhere; read from its beginning it is whole.
    case condensed(folder: String)
}

extension ReadingProblem: CustomStringConvertible {
    package var description: String {
        switch self {
        case .system(let failure): failure.description
        case .format(let problem, let path): "\(path): \(problem)"
        case .condensed(let folder): "\(folder): the record was condensed while it was read. Try again"
        }
    }
}

/// Does what only the system can refuse, in a place where a record can also be unreadable.
func inSystem<Answer>(_ body: () throws(SystemFailure) -> Answer) throws(ReadingProblem) -> Answer {
    do throws(SystemFailure) { return try body() } catch { throw .system(error) }
}
