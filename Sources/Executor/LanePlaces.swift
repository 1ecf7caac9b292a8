internal import Launch

/// Where on each lane the next attempt begins to print.
struct LanePlaces {
    struct Place {
        var generation = 0
        var offset: Int64 = 0
    }

    /// By lane; none where a lane died, until its successor's first end tells.
    private var output: [Place?] = []
    private var error: [Place?] = []

    mutating func ended(_ end: LaunchEnd) {
        // One that never started names no bytes.
        guard end.startedAt != nil else { return }
        reach(end.lane)
        output[end.lane] = Self.place(behind: end.standardOutput)
        error[end.lane] = Self.place(behind: end.standardError)
    }

    mutating func died(_ lane: Int) {
        reach(lane)
        output[lane] = nil
        error[lane] = nil
    }

    mutating func launcherDied() {
        for lane in output.indices { died(lane) }
    }

    func place(on lane: Int, _ stream: OutputStore.Stream) -> Place? {
        let places = stream == .output ? output : error
        return places.indices.contains(lane) ? places[lane] : Place()
    }

    private mutating func reach(_ lane: Int) {
        guard output.count <= lane else { return }
        output += Array(repeating: Place(), count: lane + 1 - output.count)
        error += Array(repeating: Place(), count: lane + 1 - error.count)
    }

    private static func place(behind range: LaunchEnd.OutputRange) -> Place {
        let end = range.offset + range.count
        // As the launcher does it: beyond 64 KiB the next attempt finds a new file.
        return end > OutputStore.longestLogged
            ? Place(generation: range.generation + 1) : Place(generation: range.generation, offset: end)
    }
}
