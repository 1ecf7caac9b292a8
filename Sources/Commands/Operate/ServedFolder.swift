internal import Posix
internal import Service

/// Which state folder is meant by those who look after one.
enum ServedFolder {
    /// What `--state` says, else `ROTA_STATE`, else `.rota` here or above if there is one, else the user's service's.
    static func path(option: String?, directory: String) -> String {
        let named = ServiceOrder.stateFolder(option: option, directory: directory)
        let isSaid = option != nil || Environment.value(of: "ROTA_STATE").map { !$0.isEmpty } ?? false
        return isSaid || FileSystem.exists(named) ? named : UserFolders.state
    }
}
