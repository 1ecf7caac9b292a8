/// A quantity over the course of an attempt: its peak and its mean, without keeping the samples.
///
/// - Unit: the caller's; the sum of all samples must stay below 2^63.
package struct Course: Sendable, Hashable {
    package private(set) var count = 0
    package private(set) var peak: Int64 = 0
    package private(set) var last: Int64 = 0
    private var sum: Int64 = 0

    package init() {}

    package var mean: Int64 { count == 0 ? 0 : sum / Int64(count) }

    package mutating func add(_ value: Int64) {
        peak = count == 0 ? value : max(peak, value)
        last = value
        count += 1
        sum += value
    }
}
