/// How much of the last ten seconds was lost to waiting for one kind of capacity, as the kernel counts it.
///
/// - Unit: thousandths of the time, 0 … 1000.
/// - Source: pressure stall information, `/proc/pressure`.
package struct Pressure: Sendable, Hashable {
    /// At least one process waited.
    package var some: Int
    /// All that were not idle waited.
    package var full: Int

    package enum Kind: String, Sendable, CaseIterable { case cpu, memory, io }

    /// - Returns: nothing where the kernel doesn't count it.
    package init?(_ kind: Kind, in kernel: KernelTree = .running) {
        guard let text = kernel.text("/proc/pressure/\(kind.rawValue)") else { return nil }
        some = 0
        full = 0
        for line in text.split(separator: "\n") {
            let fields = line.words
            guard let average = fields.first(where: { $0.hasPrefix("avg10=") })?.dropFirst(6) else { continue }
            // "12.34" is a percentage with two decimals: without the point, ten-thousandths.
            let share = (Int(String(average.filter { $0 != "." })) ?? 0) / 10
            if fields[0] == "some" { some = share } else { full = share }
        }
    }
}
