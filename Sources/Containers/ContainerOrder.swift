internal import Dialects
package import Model

/// What a container is made of.
package struct ContainerOrder: Sendable, Hashable {
    package var name: String
    package var container: Container
    /// Empty: what the image says.
    package var arguments: [String] = []
    /// `NAME=value`, over what the image says.
    package var environment: [String] = []
    package var workingDirectory = ""
    /// The processors it is held to; empty: any.
    package var processors: [Int] = []
    /// How much processor time it may use; none: as much as its processors have.
    package var width: Cores?
    /// Zero: as much as there is.
    package var memory = Bytes.zero
    /// The devices' names; none others reach it.
    package var gpus: [String] = []
    /// Whether they are asked for as CDI devices.
    package var takesGPUsByCDI = false
    package var labels: [String: String] = [:]

    package init(name: String, container: Container) {
        self.name = name
        self.container = container
    }

    var json: JSONText {
        var json = JSONText(indented: false)
        json.object { json in
            json.member("Image", container.image)
            if !arguments.isEmpty { json.texts("Cmd", arguments) }
            if !environment.isEmpty { json.texts("Env", environment) }
            if !workingDirectory.isEmpty { json.member("WorkingDir", workingDirectory) }
            if let user = container.user { json.member("User", user) }
            json.key("Labels")
            json.object { json in
                for (name, value) in labels.sorted(by: { $0.key < $1.key }) { json.member(name, value) }
            }
            json.key("ExposedPorts")
            json.object { json in
                for port in container.ports {
                    json.key("\(port.inside)/tcp")
                    json.object { _ in }
                }
            }
            json.key("HostConfig")
            json.object { writeHost(&$0) }
        }
        return json
    }

    private func writeHost(_ json: inout JSONText) {
        if !processors.isEmpty { json.member("CpusetCpus", Self.list(processors)) }
        // A core's thousandth is a million of the engine's units.
        if let width { json.member("NanoCpus", Int(width.thousandths * 1_000_000)) }
        if memory > .zero {
            json.member("Memory", Int(memory.count))
            // Without swap, so that running out is what the engine says it is.
            json.member("MemorySwap", Int(memory.count))
        }
        if !container.volumes.isEmpty { json.texts("Binds", container.volumes.map(\.text)) }
        json.key("PortBindings")
        json.object { json in
            for port in container.ports {
                json.key("\(port.inside)/tcp")
                json.array { json in
                    json.object { json in
                        json.member("HostIp", port.address)
                        json.member("HostPort", "\(port.outside)")
                    }
                }
            }
        }
        if let network = container.network { json.member("NetworkMode", network) }
        guard !gpus.isEmpty else { return }
        json.key("DeviceRequests")
        json.array { json in
            json.object { json in
                guard !takesGPUsByCDI else {
                    json.member("Driver", "cdi")
                    return json.texts("DeviceIDs", gpus.map { "\(Self.gpuKind)=\($0)" })
                }
                json.texts("DeviceIDs", gpus)
                json.key("Capabilities")
                json.array { json in json.array { $0.value("gpu") } }
            }
        }
    }

    /// What engines take for a name: letters, digits, `_`, `.` and `-`; others become `_`.
    ///
    /// - Parameter prefix: begins with a letter or digit, as a name must.
    package static func name(_ prefix: String, _ text: String) -> String {
        let allowed = text.map { character -> Character in
            let isPlain = character.isASCII && (character.isLetter || character.isNumber)
            return isPlain || "_.-".contains(character) ? character : "_"
        }
        // 100: still to be read in a table of containers.
        return String((prefix + String(allowed)).prefix(100))
    }

    /// `0-3,5`, as a core set is written.
    static func list(_ processors: [Int]) -> String {
        var ranges: [ClosedRange<Int>] = []
        for processor in processors.sorted() {
            if let last = ranges.last, last.upperBound + 1 >= processor {
                ranges[ranges.count - 1] = last.lowerBound...max(processor, last.upperBound)
            } else {
                ranges.append(processor...processor)
            }
        }
        return ranges.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }
            .joined(separator: ",")
    }
}

extension JSONText {
    fileprivate mutating func texts(_ name: String, _ texts: [String]) {
        key(name)
        array { json in for text in texts { json.value(text) } }
    }
}
