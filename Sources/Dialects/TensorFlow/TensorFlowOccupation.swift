package import Model

/// How busy the machine was at one moment.
package struct TensorFlowOccupation: Sendable, Hashable {
    package var at: Instant
    /// Of the whole machine's processors since the last look, from 0 to 1.
    package var processors: Double
    /// Of the whole machine's memory, from 0 to 1.
    package var memory: Double
    /// That the containers hold.
    package var cores: Int

    package init(at: Instant, processors: Double, memory: Double, cores: Int) {
        self.at = at
        self.processors = processors
        self.memory = memory
        self.cores = cores
    }
}
