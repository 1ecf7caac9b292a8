import Posix

/// The service that something is asked of.
enum ServiceGround {
    /// Finds it by the one rule, and names it when it is not this folder's own.
    ///
    /// - Parameter isJSON: the name then goes to standard error.
    static func find(_ choice: RunChoice, isJSON: Bool, _ screen: Screen) throws -> Lookup.FoundService {
        let found = try Lookup(choice, directory: FileSystem.currentDirectory()).service()
        if let title = found.title { if isJSON { screen.tell(title) } else { screen.print(title) } }
        return found
    }
}
