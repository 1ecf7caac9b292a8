import Model

/// Whole cores dealt out among several that each can do with some range of them.
///
/// - Shape: the widths are in proportion to what was asked, within each range, and add up to what there is, or to all
///   the most if that is less. Whole cores that the proportion leaves over go where the largest part of one is missing,
///   among equals to the first.
/// - Cost: O(seats²) at most, since each round settles one of them or more.
/// - Source: the flexible lengths of CSS Flexible Box Layout (W3C 2018, section 9.7), with whole numbers.
enum ProportionalShares {
    /// One that takes part.
    struct Seat: Sendable, Hashable {
        var asked: Int
        var least: Int
        var most: Int
    }

    /// The width of each, for so many cores; never less than the least of each, so what there is must be enough.
    static func widths(of seats: [Seat], cores: Int) -> [Int] {
        var widths = seats.map(\.least)
        var open = Array(seats.indices)
        var rest = min(cores, seats.reduce(0) { $0 + $1.most })
        while !open.isEmpty {
            let asked = open.reduce(0) { $0 + max(seats[$1].asked, 1) }
            // In parts of one core divided by `asked`, so that nothing is rounded.
            var excess = 0
            for position in open { excess += violation(of: seats[position], rest, asked) }
            let settled = open.filter {
                let violation = violation(of: seats[$0], rest, asked)
                return excess > 0 ? violation > 0 : excess < 0 ? violation < 0 : violation != 0
            }
            guard !settled.isEmpty else {
                deal(rest, among: open, seats, asked, &widths)
                return widths
            }
            for position in settled {
                let isTooLittle = violation(of: seats[position], rest, asked) > 0
                widths[position] = isTooLittle ? seats[position].least : seats[position].most
            }
            // Only after all of a round were looked at, since the proportion is the round's.
            for position in settled { rest -= widths[position] }
            open.removeAll(where: settled.contains)
        }
        return widths
    }

    /// By how much the bound that a proportional share breaks is above it, or below.
    private static func violation(of seat: Seat, _ rest: Int, _ asked: Int) -> Int {
        let share = max(seat.asked, 1) * rest
        return min(max(share, seat.least * asked), seat.most * asked) - share
    }

    private static func deal(_ rest: Int, among open: [Int], _ seats: [Seat], _ asked: Int, _ widths: inout [Int]) {
        var missing: [(part: Int, position: Int)] = []
        var left = rest
        for position in open {
            let share = max(seats[position].asked, 1) * rest
            widths[position] = share / asked
            left -= share / asked
            missing.append((share % asked, position))
        }
        missing.sort { ($1.part, $0.position) < ($0.part, $1.position) }
        for (_, position) in missing.prefix(left) { widths[position] += 1 }
    }
}
