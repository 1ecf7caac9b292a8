package import Executor
internal import Ledger
package import Model
internal import Posix

/// How a service is to be run.
package struct ServiceOrder: Sendable {
    /// `--state`; none: found by the environment and the folders.
    package var statePath: String?
    /// The folder the caller stands in, absolute; where relative working folders begin.
    package var directory: String
    /// The command line, without the program's own name.
    package var arguments: [String]
    package var version: String
    /// Where it listens; beyond loopback HTTP is TLS.
    package var address = "127.0.0.1"
    /// Under which name others reach it, written into the access file; none: the address itself.
    package var publicAddress: String?
    /// Tried in turn, after the port it had before.
    package var httpPorts: [Int] = [7080, 0]
    package var executorPorts: [Int] = [7040, 0]
    /// Whether the port of executors it had before is tried first.
    package var keepsExecutorPort = true
    /// Where the access file goes, beside the one in the state folder.
    package var accessPath: String?
    /// How long a job that has ended stays; none: until somebody removes it.
    package var keep: Duration?
    /// When the record is written anew without what concerns removed jobs.
    package var condensing = CondensingPolicy()
    /// Of what tasks print on machines that share no folder with the service, the longest output of one stream that is
    /// brought here; 0: none.
    package var fetchingLimit = Bytes.mebibytes(16)
    /// Who is served before whom.
    package var policy = Policy()
    /// None: clients of the QCG systems are not served.
    package var qcg: QCGOffer?
    /// None: executors that join run the tasks; else the service itself does, and nobody joins.
    package var own: OwnNodes?

    /// What the service's own process lends.
    package struct OwnNodes: Sendable {
        package var nodes: [Node]
        /// Nodes beside these, which join when it has begun and are there for it alone.
        package var neighbours: Neighbours?
        package var conventions: Conventions
        /// Why a job can't be run, whatever amounts are there; none: nothing speaks against it.
        package var refusal: @Sendable (Job) -> Refusal?

        package init(
            nodes: [Node], neighbours: Neighbours? = nil, conventions: Conventions = Conventions(),
            refusal: @escaping @Sendable (Job) -> Refusal? = { _ in nil }
        ) {
            self.nodes = nodes
            self.neighbours = neighbours
            self.conventions = conventions
            self.refusal = refusal
        }

        /// Its own, and those that are promised.
        package var expected: [Node] {
            nodes
                + (neighbours?.expected ?? []).enumerated().map { offset, node in
                    var node = node
                    node.identifier = NodeIdentifier(nodes.count + offset)
                    return node
                }
        }
    }

    package init(directory: String, arguments: [String], version: String) {
        self.directory = directory
        self.arguments = arguments
        self.version = version
    }

    /// The state folder that is meant in a folder: the nearest one above, unless a path says otherwise.
    package static func stateFolder(option: String?, directory: String) -> String {
        StateFolder.located(option: option, environment: Environment.value(of: "ROTA_STATE"), directory: directory).path
    }
}
