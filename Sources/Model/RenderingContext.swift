/// What an attempt is told about itself: everything a template's holes can ask for.
public struct RenderingContext: Sendable {
    public var iterations: Iterations
    public var iteration: Int
    public var cores: Cores
    /// The names of the attempt's nodes, in the order of its placement.
    public var nodes: [String]
    /// The folder the run was started in.
    public var rootDirectory: String

    public init(
        iterations: Iterations, iteration: Int, cores: Cores = .one, nodes: [String] = [], rootDirectory: String = ""
    ) {
        self.iterations = iterations
        self.iteration = iteration
        self.cores = cores
        self.nodes = nodes
        self.rootDirectory = rootDirectory
    }
}
