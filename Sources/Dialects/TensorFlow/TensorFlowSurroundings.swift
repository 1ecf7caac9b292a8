package import Model

/// What the containers of one execution have around them.
package struct TensorFlowSurroundings: Sendable, Hashable {
    package var model: String
    package var version: TensorFlowParameters.Version
    package var volumes: [Container.Volume]
    /// Of the machine, for the first container; the others have those behind it. None: no container has one.
    package var firstPort: Int?
    /// Of the engine; none: its standard one.
    package var network: String?
    package var environment: [Command.Variable] = []

    package static let standardPort = 8787
    /// Where the containers expect the folder of the machine that they share.
    package static let sharedFolder = "/home/Scheduler"
    /// Where what TensorFlow writes of its own timeline is looked for.
    package static let outputs = sharedFolder + "/Outputs"

    package init(model: String, version: TensorFlowParameters.Version, volumes: [Container.Volume]) {
        self.model = model
        self.version = version
        self.volumes = volumes
        firstPort = Self.standardPort
    }

    /// What the image says is run.
    func command(_ request: TensorFlowRequest, position: Int) -> Command {
        var command = Command(action: .program("", arguments: []))
        var container = Container(image: request.image)
        container.volumes = volumes
        if let firstPort {
            container.ports = [.init(outside: firstPort + position, inside: Self.standardPort)]
        }
        container.network = network
        command.container = container
        command.environment = environment
        return command
    }
}
