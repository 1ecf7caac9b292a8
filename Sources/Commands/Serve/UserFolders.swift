internal import Posix

/// Where a user's own files belong.
enum UserFolders {
    /// Of the service that is nobody's in particular.
    static var state: String { (Environment.value(of: "XDG_STATE_HOME") ?? home + "/.local/state") + "/rota" }

    /// What lets into the user's service.
    static var accessFile: String {
        if let folder = Environment.value(of: "XDG_RUNTIME_DIR"), FileSystem.isWritable(folder) {
            return folder + "/rota/access.json"
        }
        return state + "/access.json"
    }

    private static var home: String { Environment.value(of: "HOME") ?? "/" }
}
