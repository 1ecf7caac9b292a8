/// Others who work on the machine of an executor that shares it politely: they come and go, core by core.
struct RehearsedOthers: Sendable {
    private var numbers: SeededNumbers
    /// The positions of the cores that they keep busy, ascending.
    private(set) var kept: [Int] = []
    /// Whether the service does not know the last of it.
    var areUntold = false
    private var areGone = false

    init(seed: UInt64) { numbers = SeededNumbers(seed: seed) }

    /// - Parameter ours: of these nothing can be told.
    mutating func act(cores: Int, ours: Set<Int>) {
        let before = kept
        kept = (0..<cores).filter { position in
            // 10: looked at twice a second, each stays for five seconds on average.
            let changes = Int.random(in: 0..<10, using: &numbers) == 0
            return !areGone && !ours.contains(position) && before.contains(position) != changes
        }
        areUntold = areUntold || kept != before
    }

    /// From now on they leave everything to us.
    mutating func leave() { areGone = true }
}
