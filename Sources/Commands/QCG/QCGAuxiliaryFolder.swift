internal import Dialects
internal import Model
internal import Posix

/// The folder in which a service of the stable family keeps what others look at.
enum QCGAuxiliaryFolder {
    /// The folder itself, or the one that was changed last of those it holds.
    ///
    /// - Throws: a `Refusal` when there is none.
    static func find(_ path: String, program: String) throws -> String {
        let trimmed = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
        if let name = trimmed.split(separator: "/").last, QCGServiceFolder.isName(String(name)) { return trimmed }
        let names = ((try? FileSystem.names(in: trimmed)) ?? []).filter(QCGServiceFolder.isName)
        let dated = names.compactMap { name -> (path: String, at: Int64)? in
            let folder = "\(trimmed)/\(name)"
            guard let status = try? FileSystem.status(of: folder) else { return nil }
            return (folder, status.modifiedNanoseconds)
        }
        guard let last = dated.max(by: { ($0.at, $0.path) < ($1.at, $1.path) }) else {
            throw Refusal.document(
                DocumentProblem(
                    document: program, path: trimmed, problem: "holds no folder of a service",
                    remedy: "Name a folder like \(QCGServiceFolder.name(ofInstance: "HOST.1234")), or what holds it."))
        }
        return last.path
    }
}
