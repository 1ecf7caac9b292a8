internal import Posix

/// Where a user's own files belong.
struct UserFolders {
    /// A variable of this process's environment, or of one made for a test.
    private let variable: (String) -> String?

    init(_ variable: @escaping (String) -> String? = { Environment.value(of: $0) }) { self.variable = variable }

    /// Of the service that is nobody's in particular.
    static var state: String { UserFolders().state }

    /// What lets into the user's service.
    static var accessFile: String { UserFolders().accessFile }

    var state: String { (variable("XDG_STATE_HOME") ?? home + "/.local/state") + "/rota" }

    var accessFile: String {
        if let folder = variable("XDG_RUNTIME_DIR"), FileSystem.isWritable(folder) {
            return folder + "/rota/access.json"
        }
        return state + "/access.json"
    }

    private var home: String { variable("HOME") ?? "/" }
}
