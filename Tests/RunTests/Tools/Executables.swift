import Posix

/// The programs under test, as they were built beside these tests.
enum Executables {
    static let folder: String = {
        guard let path = try? Process.executablePath() else { return "." }
        return FileSystem.folder(of: path)
    }()

    static let rota = "\(folder)/rota"
    static let launcher = "\(folder)/rota-launcher"
}
