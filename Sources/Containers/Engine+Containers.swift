internal import Dialects
package import Model
internal import Posix
internal import Web

/// What can be done with containers; all calls but `make` name one by its name or identifier.
extension Engine {
    /// Makes a container that does not run yet; answers its identifier.
    package func make(_ order: ContainerOrder) throws(EngineFailure) -> String {
        let call = "make a container of \(order.container.image)"
        let body = try ask(call, .post, ["containers", "create"], query: ["name": order.name], body: order.json)
        return try Self.read(body, of: call) { value throws(Refusal) in try value.member("Id")?.text() ?? "" }
    }

    package func start(_ container: String) throws(EngineFailure) { try tell("start", container) }

    /// Freezes all its processes.
    package func pause(_ container: String) throws(EngineFailure) { try tell("pause", container) }

    package func unpause(_ container: String) throws(EngineFailure) { try tell("unpause", container) }

    package func signal(_ container: String, _ name: String) throws(EngineFailure) {
        try tell("kill", container, query: ["signal": name])
    }

    /// Gives it other processors, and as much time of them.
    package func update(_ container: String, processors: [Int], width: Cores) throws(EngineFailure) {
        var json = JSONText(indented: false)
        json.object { json in
            if !processors.isEmpty { json.member("CpusetCpus", ContainerOrder.list(processors)) }
            json.member("NanoCpus", Int(width.thousandths * 1_000_000))
        }
        _ = try ask("update a container", .post, ["containers", container, "update"], body: json)
    }

    /// Whether it runs or not, with what it has written into itself.
    package func remove(_ container: String) throws(EngineFailure) {
        _ = try ask(
            "remove a container", .delete, ["containers", container], query: ["force": "1", "v": "1"])
    }

    package func inspect(_ container: String) throws(EngineFailure) -> ContainerState {
        try ask("show a container", ["containers", container, "json"]) { value throws(Refusal) in
            try ContainerState(value)
        }
    }

    /// Of the container of an attempt.
    package func identifier(ofMark mark: String) throws(EngineFailure) -> String {
        let found = try list(label: "\(ContainerErrand.markLabel)=\(mark)")
        guard let first = found.first else {
            throw .refused(call: "find a container", status: 404, reason: "there is none of attempt \(mark)")
        }
        return first.identifier
    }

    /// Those that carry a label, or a label with a value, running or not: their identifiers, and all their labels.
    package func list(label: String) throws(EngineFailure) -> [(identifier: String, labels: [String: String])] {
        var filter = JSONText(indented: false)
        filter.object { json in
            json.key("label")
            json.array { $0.value(label) }
        }
        let query: WebQuery = ["all": "1", "filters": filter.text]
        return try ask("list containers", ["containers", "json"], query: query) { value throws(Refusal) in
            var found: [(identifier: String, labels: [String: String])] = []
            for one in try value.list() {
                let identifier = try one.member("Id")?.text() ?? ""
                found.append((identifier, try ContainerState.labels(one.member("Labels"))))
            }
            return found
        }
    }

    private func tell(_ verb: String, _ container: String, query: WebQuery = [:]) throws(EngineFailure) {
        _ = try ask("\(verb) a container", .post, ["containers", container, verb], query: query)
    }
}
