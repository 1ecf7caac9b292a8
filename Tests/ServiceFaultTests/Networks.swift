import Posix
import Testing

/// Two network namespaces with one cable between them, which can be cut and healed; for an ordinary user, too.
final class Networks {
    /// What a program is started through to be on either side.
    let near: [String]
    let far: [String]
    static let nearAddress = "10.77.0.1"
    private let place: Workplace
    /// Each has one of the two to itself, and with it goes the cable.
    private let holders: [Running]

    init() throws {
        let place = try Workplace()
        func hold(_ name: String, from entry: [String]) throws -> Running {
            let holder = try place.start(entry + ["sh", "-c", ": > \(name) && exec sleep infinity"])
            try #require(wait { FileSystem.exists(place.path(name)) || holder.isOver } && !holder.isOver)
            return holder
        }
        let first = try hold("near", from: Namespaces.entry(["--net"]))
        near = Namespaces.entry(["--net"], of: first.number)
        // Within the first one's user namespace: only so a cable of its own may lead there.
        let second = try hold("far", from: near + ["unshare", "--net"])
        far = Namespaces.entry(["--net"], of: second.number)
        self.place = place
        holders = [first, second]
        try enter(
            near,
            """
            set -e
            ip link add cable type veth peer name cable netns \(second.number)
            ip address add \(Self.nearAddress)/24 dev cable
            ip link set lo up
            ip link set cable up
            """)
        try enter(far, "set -e; ip address add 10.77.0.2/24 dev cable; ip link set lo up; ip link set cable up")
    }

    func cut() throws { try enter(far, "ip link set cable down") }
    func heal() throws { try enter(far, "ip link set cable up") }

    private func enter(_ side: [String], _ lines: String) throws {
        let done = try place.start(side + ["sh", "-c", lines]).finish()
        try #require(done.code == 0, "\(done.testDescription)")
    }
}
