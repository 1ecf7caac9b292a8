package import Dialects
internal import Glibc
internal import Model
internal import Posix

/// Where the access files of services lie.
package struct AccessPlaces: Sendable {
    /// `ROTA_SERVICE`, `XDG_RUNTIME_DIR`, `HOME`, … as this process has them, or a test.
    private let environment: @Sendable (String) -> String?

    package init(environment: @escaping @Sendable (String) -> String? = { Environment.value(of: $0) }) {
        self.environment = environment
    }

    /// The file in a state folder; none when there is none.
    package func inFolder(_ state: String) throws -> AccessFile? { try read("\(state)/access.json") }

    /// The user's own service; none when there is none.
    package func ofUser() throws -> AccessFile? {
        if let named = environment("ROTA_SERVICE"), !named.isEmpty { return try self.named(named) }
        let folders = UserFolders(environment)
        // The second is for another machine with the same home: the first may be a folder of this machine's alone.
        return try read(folders.accessFile) ?? read(folders.state + "/access.json")
    }

    /// What `--service` or `ROTA_SERVICE` names: an access file, the folder it lies in, or an address.
    ///
    /// - Throws: a refusal when nothing can be read there.
    package func named(_ text: String) throws -> AccessFile {
        if text.hasPrefix("http://") || text.hasPrefix("https://") { return try atAddress(text) }
        if let found = try read(text) ?? read("\(text)/access.json") { return found }
        throw ParsedArguments.refusal(
            of: "--service", "names \"\(ShownText.harmless(text))\", where no access file is",
            "Name the file that the service wrote, or its address.")
    }

    /// An address alone has no token: `ROTA_TOKEN` says it, or the user's access file when it is about the same one.
    private func atAddress(_ address: String) throws -> AccessFile {
        if environment("ROTA_SERVICE") != address, let own = try ofUser(), own.http == address { return own }
        var access = AccessFile(version: "", host: "", process: 0, state: "", run: "")
        access.http = address
        access.token = environment("ROTA_TOKEN") ?? ""
        access.pin = environment("ROTA_PIN") ?? ""
        return access
    }

    private func read(_ path: String) throws -> AccessFile? {
        let bytes: [UInt8]
        do throws(SystemFailure) { bytes = try FileSystem.content(of: path) } catch {
            switch error.errorNumber {
            case ENOENT, ENOTDIR, EISDIR, EACCES: return nil
            default: throw error
            }
        }
        return try AccessFile(reading: bytes, document: path)
    }
}
