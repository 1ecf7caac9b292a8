import Posix
import Testing

/// Two network namespaces with one cable between them, which can be cut and healed. Making them takes root.
final class Networks {
    /// What a program is started through to be on either side.
    let near: [String]
    let far: [String]
    static let nearAddress = "10.77.0.1"
    private let names: [String]
    private let place: Workplace

    init() throws {
        place = try Workplace()
        // Names are the machine's: the process's number tells those of several tests apart.
        names = ["near", "far"].map { "rota-\($0)-\(Process.number)-\(UInt32.random(in: 0...UInt32.max))" }
        near = ["ip", "netns", "exec", names[0]]
        far = ["ip", "netns", "exec", names[1]]
        let made = try place.shell(
            """
            set -e
            ip netns add \(names[0])
            ip netns add \(names[1])
            ip -n \(names[0]) link add cable type veth peer name cable netns \(names[1])
            ip -n \(names[0]) address add \(Self.nearAddress)/24 dev cable
            ip -n \(names[1]) address add 10.77.0.2/24 dev cable
            for name in \(names[0]) \(names[1]); do
                ip -n $name link set lo up
                ip -n $name link set cable up
            done
            """)
        try #require(made.code == 0, "\(made.testDescription)")
    }

    deinit {
        for name in names { _ = try? place.shell("ip netns delete \(name)") }
    }

    func cut() throws { try change("down") }
    func heal() throws { try change("up") }

    private func change(_ state: String) throws {
        let changed = try place.shell("ip -n \(names[1]) link set cable \(state)")
        try #require(changed.code == 0, "\(changed.testDescription)")
    }
}
