internal import Containers
internal import Model

/// What an attempt in a container is run as: this program, which makes the container and stands for it.
struct ContainerWords {
    let templates: [Template]

    init(_ container: Container, of job: Job, placed: PlacedNodes, _ configuration: Executor.Configuration) {
        var order = ContainerOrder(name: "", container: container)
        if job.command.binding == .automatic { order.processors = placed.processors }
        order.width = placed.widthHere
        order.memory = placed.memory
        order.gpus = placed.devices
        order.labels = [ContainerErrand.label: configuration.containers.keeper]
        var errand = ContainerErrand(
            engine: configuration.containers.engine, order: order, mark: "", grace: job.grace,
            reports: Self.reports(in: configuration.folder))
        errand.gpuRequest = configuration.containers.choices.gpuRequest
        var words = [configuration.containers.program, ContainerErrand.word].map { Template($0) }
        words += errand.words.dropLast().map { Template($0) }
        words.append(Self.nameWord(of: job, configuration.containers))
        if let folder = job.command.workingDirectory {
            words.append(Template(pieces: [.text("folder=")] + folder.pieces))
        }
        words.append("--")
        switch job.command.action {
        case .program(let program, let arguments):
            // Without a name: what the image says.
            if program != Template("") { words.append(program) }
            words += arguments
        case .script(let script): words += ["/bin/sh", "-c", script]
        }
        templates = words
    }

    /// After its job, and its iteration where there are several.
    private static func nameWord(of job: Job, _ setup: ContainerSetup) -> Template {
        let name = ContainerErrand.word(forName: ContainerOrder.name(setup.choices.namePrefix, job.name))
        return Template(pieces: [.text(name)] + (job.iterations.isIterated ? [.text("-"), .hole(.iteration)] : []))
    }

    /// Where errands leave how their containers ended.
    static func reports(in folder: String) -> String { folder + "/containers" }
}
