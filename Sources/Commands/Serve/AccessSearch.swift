internal import Dialects
internal import Model
internal import Posix
internal import Service

/// Finds the file that lets into a service.
struct AccessSearch {
    /// As it was read.
    let access: AccessFile
    let path: String

    /// - Parameter option: `--service`.
    /// - Throws: a `Refusal` when there is none, or it can't be read.
    init(option: String?) throws {
        if let named = option ?? Environment.value(of: "ROTA_SERVICE"), !named.isEmpty {
            try self.init(path: named)
            return
        }
        let directory = try FileSystem.currentDirectory()
        let candidates = [
            ServiceOrder.stateFolder(option: nil, directory: directory) + "/access.json", UserFolders.accessFile,
        ]
        guard let found = candidates.first(where: FileSystem.exists) else {
            throw ParsedArguments.refusal(
                of: "--service", "is not given, and there is neither \(candidates.joined(separator: " nor "))",
                "Start a service with `rota serve`, or name its access file.")
        }
        try self.init(path: found)
    }

    private init(path: String) throws {
        self.path = path
        let content: [UInt8]
        do throws(SystemFailure) { content = try FileSystem.content(of: path) } catch {
            throw ParsedArguments.refusal(
                of: "--service", "is \(path), which can't be read: \(error)",
                "Name the access file of a service that runs, as the user it belongs to.")
        }
        access = try AccessFile(reading: content, document: path)
    }
}
