package import Dialects
internal import Glibc
package import Model
internal import Posix

/// A job file, read and understood.
package struct JobFile: Sendable {
    /// As it was given; `-` is standard input.
    package var path: String
    package var bytes: [UInt8]
    package var document: JobDocument

    /// - Throws: a refusal with the place of what is wrong, also when there is no such file; else the failure to read.
    package static func read(_ path: String, context: SubmissionContext) throws -> JobFile {
        let bytes = try content(of: path)
        let document = try JobDocument.read(bytes, name: name(of: path), context: context)
        return JobFile(path: path, bytes: bytes, document: document)
    }

    /// The files' jobs together, in the order of the files.
    package static func read(_ paths: [String], context: SubmissionContext) throws -> [JobFile] {
        try paths.map { try read($0, context: context) }
    }

    /// The same refusal with the place in the file whose job it is about.
    package static func placed(_ refusal: Refusal, in files: [JobFile]) -> Refusal {
        for file in files.reversed() {
            let placed = file.document.placed(refusal)
            if placed != refusal { return placed }
        }
        return refusal
    }

    static func name(of path: String) -> String { path == "-" ? "standard input" : path }

    /// The bytes of a file, or of standard input when the path is `-`.
    package static func content(of path: String) throws -> [UInt8] {
        guard path != "-" else { return try FileDescriptor.standardInput.readToEnd() }
        do throws(SystemFailure) { return try FileSystem.content(of: path) } catch {
            switch error.errorNumber {
            case ENOENT:
                throw Refusal.document(
                    DocumentProblem(
                        document: path, problem: "does not exist",
                        remedy: "Name a job file; for a program write `rota run -- \(path)`."))
            case EISDIR:
                throw Refusal.document(
                    DocumentProblem(document: path, problem: "is a folder", remedy: "Name the job file in it."))
            default: throw error
            }
        }
    }
}
