internal import Dialects
internal import Model
internal import Posix

/// How an engine is asked for GPUs.
package enum GPURequest: String, Sendable, Hashable, CaseIterable {
    /// By CDI where the engine reads descriptions of GPUs, else as `engine`.
    case automatic = "auto"
    /// As devices of the Container Device Interface, `nvidia.com/gpu=0`.
    case cdi
    /// By the engine's own driver for GPUs.
    case engine
}

extension Engine {
    /// Whether it reads a description of GPUs by the Container Device Interface.
    ///
    /// - Source: `CDISpecDirs` of `GET /info`, which engines before API 1.44 do not have; the interface's rule that a
    ///   description is a file of these folders that ends in `.json` or `.yaml`.
    func describesGPUs() throws(EngineFailure) -> Bool {
        let folders = try ask("describe itself", ["info"]) { value throws(Refusal) in
            var folders: [String] = []
            for folder in try value.member("CDISpecDirs")?.list() ?? [] { folders.append(try folder.text()) }
            return folders
        }
        return folders.contains(where: Self.describesGPUs)
    }

    static func describesGPUs(in folder: String) -> Bool {
        let names = (try? FileSystem.names(in: folder)) ?? []
        return names.contains { name in
            guard name.hasSuffix(".json") || name.hasSuffix(".yaml") else { return false }
            let content = (try? FileSystem.content(of: "\(folder)/\(name)")) ?? []
            return String(decoding: content, as: UTF8.self).contains(ContainerOrder.gpuKind)
        }
    }
}

extension ContainerOrder {
    /// What CDI calls these devices, before their names.
    static let gpuKind = "nvidia.com/gpu"
}
