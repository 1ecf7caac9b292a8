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
    /// Of the machine: where what the containers leave is kept, each in a folder of its name; none: nowhere.
    package var outputs: String?

    package static let standardPort = 8787
    /// Where the containers expect the folder of the machine that they share.
    package static let sharedFolder = "/home/Scheduler"
    /// Where a container tells of its epochs, in its folder of outputs.
    package static let epochs = "epochs.txt"

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
        if let outputs {
            let inside = Self.sharedFolder + "/Outputs"
            container.volumes.append(.init(outside: outputs, inside: inside))
            let own = "\(inside)/\(request.name)"
            command.environment = [
                .init(name: "ROTA_EPOCHS_FILE", value: Template("\(own)/\(Self.epochs)")),
                .init(name: "ROTA_SAVE_FOLDER", value: Template("\(own)/saved")),
                .init(name: "ROTA_TIMELINE_FOLDER", value: Template(own)),
            ]
        }
        command.container = container
        return command
    }
}
