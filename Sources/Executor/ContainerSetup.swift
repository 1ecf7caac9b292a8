internal import Containers
internal import Posix

/// What it takes to run attempts in containers here.
package struct ContainerSetup: Sendable, Hashable {
    /// The engine's socket.
    package var engine: String
    /// This very program: started anew, it stands for a container.
    package var program: String
    /// Who this process is; its containers go with it.
    package var keeper: String
    package var choices = ContainerChoices()

    /// - Parameter environment: `NAME=value`; it may name another engine than the usual one.
    init(environment: [[UInt8]]) {
        let name = "DOCKER_HOST="
        let host = environment.first { $0.starts(with: name.utf8) }
        let value = host.map { String(decoding: $0.dropFirst(name.utf8.count), as: UTF8.self) }
        engine = Engine.socket(in: value.map { ["DOCKER_HOST": $0] } ?? [:])
        program = (try? Process.executablePath()) ?? ""
        keeper = ProcessIdentity(running: Process.number).map(ContainerKeeper.name) ?? ""
    }
}
