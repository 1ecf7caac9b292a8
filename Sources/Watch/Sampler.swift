package import Model

/// Looks at the attempts that have run for a while, when its caller has the time.
///
/// It has no clock and no thread: the caller says when it is, and asks at what time it may come again.
package struct Sampler: Sendable {
    private var courses: [AttemptIdentifier: Observation] = [:]
    private let kernel: KernelTree
    /// Between two looks at the same attempt, and before the first.
    package let interval: Duration

    package struct Observation: Sendable, Hashable {
        /// The process all of the attempt's processes descend from.
        package let root: Int
        package let startedAt: Instant
        /// In bytes.
        package fileprivate(set) var resident = Course()
        package fileprivate(set) var threads = Course()
        package fileprivate(set) var processes = Course()
        package fileprivate(set) var processorTime = Duration.zero
        package fileprivate(set) var nextAt: Instant
    }

    package init(interval: Duration = .seconds(1), in kernel: KernelTree = .running) {
        self.interval = interval
        self.kernel = kernel
    }

    package mutating func attemptStarted(_ attempt: AttemptIdentifier, root: Int, at now: Instant) {
        courses[attempt] = Observation(root: root, startedAt: now, nextAt: now + interval)
    }

    /// - Returns: what was seen of it; nothing when it was shorter than the interval.
    package mutating func attemptEnded(_ attempt: AttemptIdentifier) -> Observation? {
        courses.removeValue(forKey: attempt).flatMap { $0.resident.count > 0 ? $0 : nil }
    }

    package subscript(attempt: AttemptIdentifier) -> Observation? { courses[attempt] }

    /// When the next attempt is due; none: nothing runs.
    ///
    /// - Cost: O(running attempts).
    package var wakeAt: Instant? { courses.values.lazy.map(\.nextAt).min() }

    /// Looks at every attempt that is due.
    ///
    /// - Returns: those looked at, in the order of their identifiers.
    package mutating func sample(at now: Instant) -> [AttemptIdentifier] {
        let due = courses.filter { $0.value.nextAt <= now }.keys.sorted()
        return due.filter { attempt in
            guard var observation = courses[attempt] else { return false }
            // From now on, not from when it was due: a late caller must not be asked to catch up.
            observation.nextAt = now + interval
            let tree = ProcessTreeUsage(root: observation.root, in: kernel)
            if let tree {
                observation.resident.add(tree.resident.count)
                observation.threads.add(Int64(tree.threads))
                observation.processes.add(Int64(tree.processes))
                observation.processorTime = max(observation.processorTime, tree.processorTime)
            }
            courses[attempt] = observation
            return tree != nil
        }
    }
}
