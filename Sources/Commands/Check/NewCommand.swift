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
        let bytes = Array(RotaExample.text.utf8)
        do {
            let file = try FileDescriptor.open(path, arguments.has("force") ? .create : .createNew)
            defer { file.close() }
            try file.writeAll(bytes)
        } catch let failure as SystemFailure where failure.isExisting {
            throw ParsedArguments.refusal(
                of: path, "exists already", "Name another file, or add --force to replace it.")
        }
        screen.tell("Wrote \(path). Next: `rota check \(path)`, then `rota run \(path)`.")
        return ExitCode.succeeded
    }
}
