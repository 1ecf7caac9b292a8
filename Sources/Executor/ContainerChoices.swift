package import Containers

/// What may be chosen of how attempts run in containers.
package struct ContainerChoices: Sendable, Hashable {
    /// What a container's name begins with; its job's follows.
    package var namePrefix = "rota-"
    package var gpuRequest = GPURequest.automatic

    package init() {}
}
