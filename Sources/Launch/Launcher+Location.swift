package import Posix

extension Launcher {
    /// Where the launcher's program is: what `ROTA_LAUNCHER` says, else beside this program, else in `libexec`.
    package static func executablePath() throws(SystemFailure) -> String {
        if let path = Environment.value(of: "ROTA_LAUNCHER"), !path.isEmpty { return path }
        let folder = FileSystem.folder(of: try Process.executablePath())
        let places = ["\(folder)/rota-launcher", "\(folder)/../libexec/rota/rota-launcher"]
        if let place = places.first(where: { FileSystem.isExecutable($0) }) { return place }
        // 2: ENOENT, the same on every Linux.
        throw SystemFailure(call: "find the launcher", errorNumber: 2, path: places[0])
    }
}
