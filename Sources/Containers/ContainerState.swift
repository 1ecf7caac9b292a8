internal import Dialects
internal import Model

/// What an engine says of a container.
package struct ContainerState: Sendable, Hashable {
    package var identifier: String
    package var name: String
    package var isRunning: Bool
    package var isPaused: Bool
    /// It runs, or has run.
    package var hasBegun: Bool
    package var exitCode: Int
    package var ranOutOfMemory: Bool
    /// What went wrong at its start; empty: nothing.
    package var problem: String
    /// On the machine; 0 when it does not run.
    package var process: Int
    package var labels: [String: String]
    /// In the engine's networks, in numbers.
    package var addresses: [String]

    init(_ value: JSONValue) throws(Refusal) {
        identifier = try value.member("Id")?.text() ?? ""
        name = try value.member("Name")?.text() ?? ""
        if name.hasPrefix("/") { name.removeFirst() }
        isRunning = try value.member("State", "Running")?.flag() ?? false
        isPaused = try value.member("State", "Paused")?.flag() ?? false
        hasBegun = try value.member("State", "Status")?.text() != "created"
        exitCode = try value.member("State", "ExitCode")?.integer(in: Int.min...Int.max) ?? 0
        ranOutOfMemory = try value.member("State", "OOMKilled")?.flag() ?? false
        problem = try value.member("State", "Error")?.text() ?? ""
        process = try value.member("State", "Pid")?.integer(in: 0...Int.max) ?? 0
        labels = try Self.labels(value.member("Config", "Labels"))
        addresses = []
        for network in try value.member("NetworkSettings", "Networks")?.object() ?? [] {
            let address = try network.value.member("IPAddress")?.text() ?? ""
            if !address.isEmpty { addresses.append(address) }
        }
    }

    static func labels(_ value: JSONValue?) throws(Refusal) -> [String: String] {
        var labels: [String: String] = [:]
        for member in try value?.object() ?? [] { labels[member.name] = try member.value.text() }
        return labels
    }
}
