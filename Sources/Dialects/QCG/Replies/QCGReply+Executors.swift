package import Model

extension QCGReply {
    /// Iterations of one job that an old executor is given.
    package struct Reservation: Sendable {
        package var job: Job
        package var iterations: [Int]
        /// Whether the number of nodes is said even when it is one, for an executor that has several.
        package var namesNodes: Bool

        /// - Parameter iterations: by their own numbers.
        package init(job: Job, iterations: [Int], namesNodes: Bool = false) {
            self.job = job
            self.iterations = iterations
            self.namesNodes = namesNodes
        }
    }

    /// To `get_iterations`; the old executor counts every job's iterations from 0.
    package static func reserved(_ reservations: [Reservation]) -> String {
        var json = JSONText()
        json.object { json in
            json.member("code", 0)
            json.member("message", "reserved")
            json.key("data")
            json.array { json in
                for reservation in reservations {
                    json.object { json in
                        json.key("job")
                        QCGDescription(reservation.job, namesNodes: reservation.namesNodes).write(into: &json)
                        json.key("iterations")
                        json.array { json in
                            let first = reservation.job.iterations.indices.lowerBound
                            for iteration in reservation.iterations { json.value(iteration - first) }
                        }
                    }
                }
            }
        }
        return json.text
    }

    /// An executor, ours or an old one, as `list_executors` tells of it.
    package struct ExecutorAnswer: Sendable {
        package var name: String
        package var nodes: [Node]
        package var usedCores: Int
        /// Of the attempts that it has in hand.
        package var iterations: Int
        /// Whether it was heard lately.
        package var isActive: Bool

        package init(name: String, nodes: [Node], usedCores: Int, iterations: Int, isActive: Bool) {
            self.name = name
            self.nodes = nodes
            self.usedCores = usedCores
            self.iterations = iterations
            self.isActive = isActive
        }
    }

    package static func executors(_ executors: [ExecutorAnswer]) -> String {
        success(.globalQueue) { json in
            json.member("length", executors.count)
            json.key("executors")
            json.object { json in
                for executor in executors {
                    json.key(executor.name)
                    json.object { write(executor, into: &$0) }
                }
            }
        }
    }

    private static func write(_ executor: ExecutorAnswer, into json: inout JSONText) {
        json.member("status", executor.isActive ? "active" : "silent")
        json.key("nodes")
        json.array { json in
            for node in executor.nodes {
                json.object { json in
                    json.member("name", node.name)
                    json.member("total_cores", node.cores.count)
                }
            }
        }
        json.member("total_cores", executor.nodes.reduce(0) { $0 + $1.cores.count })
        json.member("used_cores", executor.usedCores)
        json.member("iterations", executor.iterations)
    }
}
