internal import Dialects
internal import Model
internal import Posix

/// `rota new`.
package enum NewCommand {
    package static func run(_ arguments: ParsedArguments, _ screen: Screen) throws -> Int32 {
        guard let path = arguments.operands.first, path != "-" else {
            screen.write(RotaExample.text, to: screen.output)
            return ExitCode.succeeded
        }
        do throws(SystemFailure) {
            let file = try FileDescriptor.open(path, arguments.has("force") ? .create : .createNew)
            defer { file.close() }
            try file.writeAll(RotaExample.text)
        } catch {
            guard error.isExisting else { throw error }
            throw ParsedArguments.refusal(
                of: path, "exists already", "Name another file, or add --force to replace it.")
        }
        screen.tell("Wrote \(path). Next: `rota check \(path)`, then `rota run \(path)`.")
        return ExitCode.succeeded
    }
}
