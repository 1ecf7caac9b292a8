package import Dialects
internal import Model

/// An outline for programs.
package enum OutlineJSON {
    package static func write(_ outline: JobsOutline, remarks: [String], into json: inout JSONText) {
        json.object { json in
            json.member("jobCount", outline.jobs.count)
            json.member("taskCount", outline.taskCount)
            json.member("levelCount", outline.levelCount)
            json.key("nodes")
            json.array { json in for node in outline.nodes { write(node, into: &json) } }
            json.key("remarks")
            json.array { json in for remark in remarks { json.value(remark) } }
            json.key("jobs")
            json.array { json in for job in outline.jobs { write(job, into: &json) } }
        }
    }

    private static func write(_ node: Node, into json: inout JSONText) {
        json.object { json in
            json.member("name", node.name)
            json.member("cores", node.cores.count)
            json.member("memoryBytes", node.memory.count)
            json.member("gpus", node.gpus.count)
            write(node.named, into: &json)
        }
    }

    private static func write(_ amounts: [NamedAmount], into json: inout JSONText) {
        json.key("resources")
        json.object { json in
            for amount in amounts {
                json.key(amount.name)
                json.value(thousandths: amount.amount.thousandths)
            }
        }
    }

    private static func write(_ outline: JobsOutline.JobOutline, into json: inout JSONText) {
        let request = outline.job.request
        json.object { json in
            json.member("name", outline.job.name)
            json.member("level", outline.level)
            json.member("taskCount", outline.taskCount)
            json.member("atOnce", outline.atOnce)
            json.key("leastCores")
            json.value(thousandths: request.cores.lowerBound.thousandths)
            json.key("mostCores")
            json.value(thousandths: request.cores.upperBound.thousandths)
            json.member("memoryBytes", request.memory.count)
            json.key("gpus")
            json.value(thousandths: request.gpus.thousandths)
            write(request.named, into: &json)
            json.key("wallSeconds")
            if let time = request.wallTime {
                json.value(thousandths: time.nanoseconds / 1_000_000)
            } else {
                json.null()
            }
            json.key("after")
            json.array { json in
                for dependency in outline.job.dependencies { json.value(RequestText.text(of: dependency)) }
            }
            json.key("commands")
            json.array { json in
                for line in outline.commandLines {
                    json.object { json in
                        if let iteration = line.iteration { json.member("iteration", iteration) }
                        json.member("line", line.text)
                    }
                }
            }
        }
    }
}
