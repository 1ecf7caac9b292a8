package import Posix

/// The folder `.rota`, which keeps the records of all runs started in or below the folder it lies in.
package struct StateFolder: Sendable, Hashable {
    package let path: String

    package init(path: String) { self.path = path }

    /// The one a command means: what `--state` says, else `ROTA_STATE`, else the nearest `.rota` here or above, else
    /// `.rota` here, which need not exist yet.
    package static func located(option: String?, environment: String?, directory: String) -> StateFolder {
        for named in [option, environment] {
            guard let named, !named.isEmpty else { continue }
            return StateFolder(path: named.hasPrefix("/") ? named : "\(directory)/\(named)")
        }
        var folder = directory
        while true {
            let candidate = folder == "/" ? "/.rota" : "\(folder)/.rota"
            if let status = try? FileSystem.status(of: candidate), status.kind == .directory {
                return StateFolder(path: candidate)
            }
            let above = FileSystem.folder(of: folder)
            if above == folder || above == "." { return StateFolder(path: "\(directory)/.rota") }
            folder = above
        }
    }

    package var exists: Bool { FileSystem.exists(path) }

    private var runsPath: String { "\(path)/runs" }

    /// The numbers of all runs, ascending.
    package func runNumbers() throws(SystemFailure) -> [Int] {
        do throws(SystemFailure) {
            let numbers = try FileSystem.names(in: runsPath).compactMap { Int($0) }
            return numbers.filter { $0 > 0 }.sorted()
        } catch {
            if error.isMissing { return [] }
            throw error
        }
    }

    /// The folder of a run that exists; the last one for none.
    package func run(_ number: Int?) throws(SystemFailure) -> RunFolder? {
        let numbers = try runNumbers()
        guard let number = number ?? numbers.last, numbers.contains(number) else { return nil }
        return RunFolder(path: "\(runsPath)/\(number)", number: number)
    }

    /// A new run's folder with the next free number. Making the folder is what gives the number, so that two processes
    /// never get the same.
    package func makeRun() throws(SystemFailure) -> RunFolder {
        try FileSystem.makeDirectories(runsPath, mode: 0o700)
        var number = (try runNumbers().last ?? 0) + 1
        while true {
            let folder = "\(runsPath)/\(number)"
            do throws(SystemFailure) {
                try FileSystem.makeDirectory(folder, mode: 0o700)
                try FileSystem.synchronizeDirectory(runsPath)
                return RunFolder(path: folder, number: number)
            } catch {
                guard error.isExisting else { throw error }
                number += 1
            }
        }
    }
}
