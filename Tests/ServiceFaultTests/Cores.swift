import Posix

/// The processors that this process may use, dealt out so that executors that lend by list share none.
enum Cores {
    static let all = (try? Machine.affinity()) ?? [0]
    /// Two executors that lend a core each.
    static let haveTwo = all.count > 1

    /// How a list of one is written.
    static func list(_ core: Int) -> String { "\(core)-\(core)" }
    static var first: String { list(all[0]) }
    static var second: String { list(all[all.count > 1 ? 1 : 0]) }
}
