package import Model

/// A container's whole life as one program: it is made, runs, and is removed; what it prints is printed, and how it
/// ended is left in a file.
///
/// So that whoever starts programs starts containers too: the program's streams, its end and its signals are the
/// container's.
package struct ContainerErrand: Sendable, Hashable {
    /// The engine's socket.
    package var engine: String
    /// Its name is what is wished; where somebody has that, the mark follows.
    package var order: ContainerOrder
    /// Of the attempt, and no other's.
    package var mark: String
    package var gpuRequest = GPURequest.automatic
    /// How long it has between SIGTERM and SIGKILL.
    package var grace: Duration
    /// The folder of the file that tells how it ended, named by the mark.
    package var reports: String

    package init(engine: String, order: ContainerOrder, mark: String, grace: Duration, reports: String) {
        self.engine = engine
        self.order = order
        self.mark = mark
        self.grace = grace
        self.reports = reports
    }

    /// What `rota` is called with as its first argument to do one.
    package static let word = "in-container"

    /// Every container of ours has it; its value is whoever must be alive for the container to be wanted.
    package static let label = "rota.keeper"
    /// Its value is the mark of the container's attempt.
    static let markLabel = "rota.attempt"

    /// What stands between the word and the container's own arguments, which follow as they are.
    package var words: [String] {
        var words = [
            "engine=" + engine, "image=" + order.container.image, "grace=\(grace.nanoseconds)", "reports=" + reports,
        ]
        if !order.name.isEmpty { words.append(Self.word(forName: order.name)) }
        if !order.workingDirectory.isEmpty { words.append("folder=" + order.workingDirectory) }
        if let user = order.container.user { words.append("user=" + user) }
        if let network = order.container.network { words.append("network=" + network) }
        for volume in order.container.volumes {
            words += [volume.isReadOnly ? "reading=" + volume.outside : "volume=" + volume.outside]
            words += ["inside=" + volume.inside]
        }
        for port in order.container.ports { words.append("port=\(port.outside):\(port.inside):\(port.address)") }
        if !order.processors.isEmpty { words.append("processors=" + ContainerOrder.list(order.processors)) }
        if let width = order.width { words.append("width=\(width.thousandths)") }
        if order.memory > .zero { words.append("memory=\(order.memory.count)") }
        for gpu in order.gpus { words.append("gpu=" + gpu) }
        if gpuRequest != .automatic { words.append("gpus-by=" + gpuRequest.rawValue) }
        for (name, value) in order.labels.sorted(by: { $0.key < $1.key }) { words.append("label=\(name)=\(value)") }
        return words + ["--"]
    }

    /// Tells what the container is to be called.
    package static func word(forName name: String) -> String { "name=" + name }

    /// What is to be made: by the name that is wished, and by one that nobody else has.
    var orders: [ContainerOrder] {
        [order.name, "\(order.name)-\(mark)"].map { name in
            var order = self.order
            order.name = name
            order.labels[Self.markLabel] = mark
            return order
        }
    }

    /// Reads what stands behind the word; none when it was not written by this program.
    ///
    /// - Parameter environment: all of it is the container's; it holds the mark.
    package init?(words: [String], environment: [String]) {
        let markName = "ROTA_ATTEMPT="
        guard let mark = environment.first(where: { $0.hasPrefix(markName) })?.dropFirst(markName.count) else {
            return nil
        }
        self.init(
            engine: "", order: ContainerOrder(name: "rota", container: Container(image: "")), mark: String(mark),
            grace: .zero, reports: "")
        order.environment = environment
        bindWidthFile()
        guard let end = words.firstIndex(of: "--") else { return nil }
        order.arguments = Array(words[(end + 1)...])
        for word in words[..<end] {
            let sides = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard sides.count == 2, take(sides[0], sides[1]) else { return nil }
        }
    }

    /// The file in which it reads how wide it is comes inside with its folder, since it is replaced and not changed.
    private mutating func bindWidthFile() {
        let name = "ROTA_WIDTH_FILE="
        guard let position = order.environment.firstIndex(where: { $0.hasPrefix(name) }) else { return }
        let path = order.environment[position].dropFirst(name.count)
        guard let end = path.lastIndex(of: "/") else { return }
        order.environment[position] = name + Self.widthFolder + path[end...]
        order.container.volumes.append(
            Container.Volume(outside: String(path[..<end]), inside: Self.widthFolder, isReadOnly: true))
    }

    // What programs that run may read belongs there, by the file system hierarchy.
    private static let widthFolder = "/run/rota"

    private mutating func take(_ name: String, _ value: String) -> Bool {
        switch name {
        case "engine": engine = value
        case "name": order.name = value
        case "image": order.container.image = value
        case "grace": grace = Duration(nanoseconds: Int64(value) ?? 0)
        case "reports": reports = value
        case "folder": order.workingDirectory = value
        case "user": order.container.user = value
        case "network": order.container.network = value
        case "volume", "reading":
            order.container.volumes.append(
                Container.Volume(outside: value, inside: "", isReadOnly: name == "reading"))
        case "inside": order.container.volumes[order.container.volumes.count - 1].inside = value
        case "port":
            let parts = value.split(separator: ":", maxSplits: 2).map(String.init)
            guard parts.count == 3, let outside = Int(parts[0]), let inside = Int(parts[1]) else { return false }
            order.container.ports.append(Container.Port(address: parts[2], outside: outside, inside: inside))
        case "processors": order.processors = ContainerOrder.processors(in: value)
        case "width": order.width = Int64(value).map { Cores(thousandths: $0) }
        case "memory": order.memory = Bytes(Int64(value) ?? 0)
        case "gpu": order.gpus.append(value)
        case "gpus-by":
            guard let request = GPURequest(rawValue: value) else { return false }
            gpuRequest = request
        case "label":
            let sides = value.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard sides.count == 2 else { return false }
            order.labels[sides[0]] = sides[1]
        default: return false
        }
        return true
    }
}

extension ContainerOrder {
    /// What `list` wrote.
    static func processors(in text: String) -> [Int] {
        text.split(separator: ",").flatMap { part -> [Int] in
            let ends = part.split(separator: "-").compactMap { Int($0) }
            guard let first = ends.first, let last = ends.last, first <= last else { return [] }
            return Array(first...last)
        }
    }
}
