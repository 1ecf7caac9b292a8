package import Model

/// What the command line says this machine lends to a run.
package struct Lending: Sendable, Hashable {
    /// None: all that this process may use.
    package var cores: CoreChoice?
    /// On each node; none: all that this process may use.
    package var memory: Bytes?
    /// On each node.
    package var named: [NamedAmount]
    /// None: the machine is one node.
    package var nodes: [VirtualNode]?
    /// Whether others work on the same cores; none: it was not said.
    package var sharing: CoreSharing?
    /// Why the container engine here is not used; empty: there is none, or it is.
    package var containerProblem = ""

    package enum CoreChoice: Sendable, Hashable {
        case count(Int)
        /// Processor numbers in the order given.
        case list([Int])
    }

    /// A node that exists only for trying things out, on a part of this machine.
    package struct VirtualNode: Sendable, Hashable {
        package var name: String
        package var coreCount: Int

        package init(name: String, coreCount: Int) {
            self.name = name
            self.coreCount = coreCount
        }
    }

    package init() { named = [] }
}
