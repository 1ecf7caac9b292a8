internal import Executor
internal import Model
internal import Posix

/// A copy of what an executor keeps of its tasks' output, as far as it was fetched; laid out as there.
///
/// - Shape: `output.log` grows from its beginning without a gap, each long piece as well; so a size says what is there.
///   `origin` names the node, and the folder as its machine names it, a line each; `wanted` each long piece that is to
///   be there, a line with its attempt, stream and size.
struct FetchedOutput {
    let folder: String

    /// - Parameter run: the service's run.
    init(of executor: UInt64, in run: String) {
        folder = "\(Self.all(in: run))/\(String(executor, radix: 16))"
    }

    static func all(in run: String) -> String { run + "/fetched" }

    /// A part of what an executor keeps.
    enum File: Sendable, Hashable {
        case log
        case own(AttemptIdentifier, OutputStreamName)
    }

    private func path(_ file: File) -> String {
        switch file {
        case .log: folder + "/output.log"
        case .own(let attempt, let stream): OutputStore.ownFile(of: attempt, stream.kept, in: folder)
        }
    }

    func size(_ file: File) -> Int64 { (try? FileSystem.status(of: path(file)).size) ?? 0 }

    /// Whether an attempt's output is there whole.
    func holds(_ location: CapturedOutput.Location, _ stream: OutputStreamName, of attempt: AttemptIdentifier) -> Bool {
        switch location {
        case .nothing: true
        case .log(let offset, let count): size(.log) >= offset + count
        case .file(let count): size(.own(attempt, stream)) >= count
        }
    }

    /// A long piece that is not there whole.
    struct Missing: Hashable {
        var attempt: AttemptIdentifier
        var stream: OutputStreamName
        var size: Int64
        /// What is there of it.
        var have: Int64 = 0
    }

    /// Notes what is to be fetched, for whoever serves after this process.
    func want(_ piece: Missing) throws(SystemFailure) {
        let list = try FileDescriptor.open(folder + "/wanted", .append, mode: 0o600)
        defer { list.close() }
        try list.writeAll("\(piece.attempt.number) \(piece.stream.rawValue) \(piece.size)\n")
    }

    /// What was wanted and is not there whole.
    var missing: [Missing] {
        guard let bytes = try? FileSystem.content(of: folder + "/wanted") else { return [] }
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").compactMap { line in
            let words = line.split(separator: " ")
            guard words.count == 3, let number = Int(words[0]), let size = Int64(words[2]),
                let stream = OutputStreamName(rawValue: String(words[1]))
            else { return nil }
            let attempt = AttemptIdentifier(number)
            let have = self.size(.own(attempt, stream))
            return have < size ? Missing(attempt: attempt, stream: stream, size: size, have: have) : nil
        }
    }

    /// Adds what follows; what is there already is passed over.
    func append(_ bytes: [UInt8], to file: File, at offset: Int64) throws(SystemFailure) {
        let path = path(file)
        try FileSystem.makeDirectories(FileSystem.folder(of: path), mode: 0o700)
        let copy = try FileDescriptor.open(path, .append, mode: 0o600)
        defer { copy.close() }
        guard try copy.size() == offset else { return }
        do throws(SystemFailure) { try copy.writeAll(bytes) } catch {
            try? copy.truncate(to: offset)
            throw error
        }
    }

    /// Notes where the rest of it is.
    func note(node: String, folder origin: String) throws(SystemFailure) {
        try FileSystem.makeDirectories(folder, mode: 0o700)
        try FileSystem.replace(folder + "/origin", with: Array("\(node)\n\(origin)\n".utf8), mode: 0o600)
    }

    /// Where the rest of it is; none when nobody said.
    var origin: (node: String, folder: String)? {
        guard let bytes = try? FileSystem.content(of: folder + "/origin") else { return nil }
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
        return lines.count == 2 ? (String(lines[0]), String(lines[1])) : nil
    }
}

extension OutputStreamName {
    /// As executors name it.
    var kept: OutputStore.Stream { self == .output ? .output : .error }
}
