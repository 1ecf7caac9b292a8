import Posix
import Testing

/// Three network namespaces in a row: the outer two have a cable to the one between them, and no route to each other.
/// Making them takes root.
final class Corridor {
    /// What a program is started through to be there.
    let near: [String]
    let middle: [String]
    let far: [String]
    static let nearAddress = "10.77.1.1"
    /// Of the one between, as the far one sees it.
    static let middleAddress = "10.77.2.1"
    static let farAddress = "10.77.2.2"
    private let names: [String]
    private let place: Workplace

    init() throws {
        place = try Workplace()
        // Names are the machine's: the process's number tells those of several tests apart.
        names = ["near", "middle", "far"].map { "rota-\($0)-\(Process.number)-\(UInt32.random(in: 0...UInt32.max))" }
        near = ["ip", "netns", "exec", names[0]]
        middle = ["ip", "netns", "exec", names[1]]
        far = ["ip", "netns", "exec", names[2]]
        let made = try place.shell(
            """
            set -e
            for name in \(names.joined(separator: " ")); do ip netns add $name; ip -n $name link set lo up; done
            ip -n \(names[0]) link add cable type veth peer name first netns \(names[1])
            ip -n \(names[2]) link add cable type veth peer name second netns \(names[1])
            ip -n \(names[0]) address add \(Self.nearAddress)/24 dev cable
            ip -n \(names[1]) address add 10.77.1.2/24 dev first
            ip -n \(names[1]) address add \(Self.middleAddress)/24 dev second
            ip -n \(names[2]) address add \(Self.farAddress)/24 dev cable
            ip -n \(names[0]) link set cable up
            ip -n \(names[1]) link set first up
            ip -n \(names[1]) link set second up
            ip -n \(names[2]) link set cable up
            """)
        try #require(made.code == 0, "\(made.testDescription)")
        let route = try place.shell("ip -n \(names[2]) route get \(Self.nearAddress)")
        try #require(route.code != 0, "the far side can reach the near one by itself")
    }

    deinit {
        for name in names { _ = try? place.shell("ip netns delete \(name)") }
    }

    /// The far side's cable.
    func cut() throws { try change("down") }
    func heal() throws { try change("up") }

    private func change(_ state: String) throws {
        let changed = try place.shell("ip -n \(names[2]) link set cable \(state)")
        try #require(changed.code == 0, "\(changed.testDescription)")
    }
}
