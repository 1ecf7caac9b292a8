package import Model

/// The file in which a service keeps the processes that were seen on a node, in the old program's shape.
package enum QCGProcessTrace {
    private static let prefix = "ptrace_"
    private static let ending = ".log"

    /// - Parameter at: when the tracing began.
    /// - Parameter process: the number of the process that traces.
    package static func fileName(of node: String, at: Instant, zoneOffsetSeconds: Int, process: Int) -> String {
        "\(prefix)\(node)_\(QCGReport.date(at, zoneOffsetSeconds, " "))_\(process)\(ending)"
    }

    package static func isFileName(_ name: String) -> Bool { name.hasPrefix(prefix) && name.hasSuffix(ending) }

    package static func text(_ processes: [QCGProcess], on node: String, zoneOffsetSeconds: Int) -> String {
        let names = Dictionary(processes.map { ($0.identifier, $0.name) }) { first, _ in first }
        var json = JSONText()
        json.object { json in
            json.member("node", node)
            json.key("pids")
            json.object { json in
                for process in processes {
                    json.key("\(process.identifier)")
                    json.object { json in
                        json.member("created", QCGReport.date(process.createdAt, zoneOffsetSeconds, " "))
                        json.member("pid", process.identifier)
                        json.member("node", node)
                        json.member("parent", process.parent)
                        json.member("parent_name", names[process.parent] ?? "")
                        json.member("name", process.name)
                        json.key("cmdline")
                        json.array { json in for word in process.words { json.value(word) } }
                        json.key("cpu_affinity")
                        json.array { json in for processor in process.processors { json.value(processor) } }
                        json.key("cpu_times")
                        json.array { json in
                            for time in [process.userTime, process.systemTime] {
                                json.value(thousandths: time.nanoseconds / 1_000_000)
                            }
                        }
                        json.key("memory_info")
                        json.array { $0.value(process.memory.count) }
                    }
                }
            }
        }
        return json.text + "\n"
    }

    /// The local times in it are taken for universal ones, as those of the report.
    package static func processes(_ bytes: [UInt8], document: String) throws(Refusal) -> [QCGProcess] {
        let root = try JSONReader.read(bytes, document: document).root
        guard let node = root.field("node")?.decoded, let list = root.field("pids"), list.isObject else {
            throw root.refusal("has no \"node\" and \"pids\"", "Give the trace of a service's processes.")
        }
        var processes: [QCGProcess] = []
        for member in list.members {
            let value = member.value
            // The old program leaves entries of parents that it knows nothing else of.
            guard let number = value.field("pid")?.whole, let created = value.field("created") else { continue }
            let times = (value.field("cpu_times")?.elements ?? []).map {
                (try? Durations.read($0.source + "s")) ?? .zero
            }
            processes.append(
                QCGProcess(
                    identifier: number, parent: value.field("parent")?.whole ?? 0,
                    name: value.field("name")?.decoded ?? "",
                    words: (value.field("cmdline")?.elements ?? []).map(\.decoded), node: node,
                    createdAt: try QCGReportReader.instant(created),
                    processors: (value.field("cpu_affinity")?.elements ?? []).compactMap(\.whole),
                    userTime: times.first ?? .zero, systemTime: times.dropFirst().first ?? .zero,
                    memory: Bytes(Int64(value.field("memory_info")?.elements.first?.whole ?? 0))))
        }
        return processes
    }
}
