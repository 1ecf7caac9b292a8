/// Nodes and cores as old clients are told of them.
package struct QCGResourceCounts: Sendable, Hashable {
    package var nodes: Int
    package var cores: Int
    package var usedCores: Int

    package init(nodes: Int, cores: Int, usedCores: Int) {
        self.nodes = nodes
        self.cores = cores
        self.usedCores = usedCores
    }

    package var freeCores: Int { cores - usedCores }
}

extension QCGReply {
    package static func resources(_ counts: QCGResourceCounts) -> String {
        success { json in
            json.member("total_nodes", counts.nodes)
            json.member("total_cores", counts.cores)
            json.member("used_cores", counts.usedCores)
            json.member("free_cores", counts.freeCores)
        }
    }
}
