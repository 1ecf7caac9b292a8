internal import CHwloc

/// The order in which processors are given out, so that neighbours share caches.
///
/// It is hwloc's logical order: hardware threads of one core stand together, then cores that share a cache, a memory
/// bank, a package. Threads are not spread over the cores first: here a core is what `nproc` counts, a scheduler's
/// machine is normally full, and then a task of two threads is better off with both halves of one core, undisturbed,
/// than with one half each of two.
enum CoreOrder {
    /// - Cost: 5 ms, and 25 ms when nobody has loaded hwloc for a while; asked for only where tasks are bound.
    /// - Returns: as they came when hwloc can't tell; those it doesn't know come last.
    static func neighbours(_ processors: [Int], of topology: Topology = .running) -> [Int] {
        // Two are neighbours in any order: spare the load.
        guard processors.count > 2 || topology != .running else { return processors }
        let allowed = Set(processors)
        let ordered = logicalOrder(of: topology).filter(allowed.contains)
        let known = Set(ordered)
        return ordered + processors.filter { !known.contains($0) }
    }

    enum Topology: Sendable, Hashable {
        case running
        /// An imagined machine, as `lstopo --input` takes it: `pack:2 core:2 pu:2`.
        case imagined(String)
    }

    private static func logicalOrder(of topology: Topology) -> [Int] {
        var handle: hwloc_topology_t?
        guard hwloc_topology_init(&handle) == 0, let handle else { return [] }
        defer { hwloc_topology_destroy(handle) }
        if case .imagined(let description) = topology {
            guard hwloc_topology_set_synthetic(handle, description) == 0 else { return [] }
        }
        guard hwloc_topology_load(handle) == 0 else { return [] }
        let count = hwloc_get_nbobjs_by_type(handle, HWLOC_OBJ_PU)
        return (0..<max(count, 0)).compactMap { position in
            hwloc_get_obj_by_type(handle, HWLOC_OBJ_PU, UInt32(position)).map { Int($0.pointee.os_index) }
        }
    }
}
