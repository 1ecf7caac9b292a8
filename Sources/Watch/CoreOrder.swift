internal import CHwloc

/// How this machine's processors lie to each other: which order makes neighbours of those that share caches, and which
/// of them reach one bank of memory as fast.
///
/// The order is hwloc's logical one: hardware threads of one core stand together, then cores that share a cache, a
/// memory bank, a package. Threads are not spread over the cores first: here a core is what `nproc` counts, a
/// scheduler's machine is normally full, and then a task of two threads is better off with both halves of one core,
/// undisturbed, than with one half each of two.
struct CoreOrder {
    /// All that hwloc knows, in its logical order; empty when it can't tell.
    private let processors: [Int]
    /// The NUMA domain of each processor, by a number that means nothing else.
    private let domains: [Int: Int]

    enum Topology: Sendable, Hashable {
        case running
        /// An imagined machine, as `lstopo --input` takes it: `pack:2 core:2 pu:2`.
        case imagined(String)
    }

    /// - Cost: 5 ms, and 25 ms when nobody has loaded hwloc for a while; asked for only where tasks are bound.
    init(of topology: Topology = .running) {
        (processors, domains) = Self.loaded(topology) ?? ([], [:])
    }

    private static func loaded(_ topology: Topology) -> (processors: [Int], domains: [Int: Int])? {
        var handle: hwloc_topology_t?
        guard hwloc_topology_init(&handle) == 0, let handle else { return nil }
        defer { hwloc_topology_destroy(handle) }
        if case .imagined(let description) = topology {
            guard hwloc_topology_set_synthetic(handle, description) == 0 else { return nil }
        }
        guard hwloc_topology_load(handle) == 0 else { return nil }
        return (objects(HWLOC_OBJ_PU, in: handle).map { Int($0.pointee.os_index) }, domains(in: handle))
    }

    /// - Returns: as they came when hwloc can't tell; those it doesn't know come last.
    func neighbours(_ some: [Int]) -> [Int] {
        let allowed = Set(some)
        let ordered = processors.filter(allowed.contains)
        let known = Set(ordered)
        return ordered + some.filter { !known.contains($0) }
    }

    /// How many of some processors, in their order, each NUMA domain has.
    ///
    /// - Returns: nothing when all are in one, and when the order goes back to a domain that it had left, as a list on
    ///   the command line may: then neighbours say more than domains.
    func domains(of some: [Int]) -> [Int] {
        var counts: [Int] = []
        var met: [Int?] = []
        for processor in some {
            let domain = domains[processor]
            if let last = met.last, last == domain {
                counts[counts.count - 1] += 1
            } else {
                guard !met.contains(domain) else { return [] }
                met.append(domain)
                counts.append(1)
            }
        }
        return counts.count > 1 ? counts : []
    }

    /// A processor's domain is the smallest memory bank's that it is near: fast memory of a few cores may lie beside
    /// slow memory of them and others, and two banks of the same cores are one domain.
    private static func domains(in topology: hwloc_topology_t) -> [Int: Int] {
        var domains: [Int: (number: Int, size: Int32)] = [:]
        for (number, bank) in objects(HWLOC_OBJ_NUMANODE, in: topology).enumerated() {
            guard let near = bank.pointee.cpuset else { continue }
            let size = hwloc_bitmap_weight(near)
            var processor = hwloc_bitmap_first(near)
            while processor >= 0 {
                if size < domains[Int(processor)]?.size ?? .max { domains[Int(processor)] = (number, size) }
                processor = hwloc_bitmap_next(near, processor)
            }
        }
        return domains.mapValues(\.number)
    }

    private static func objects(_ type: hwloc_obj_type_t, in topology: hwloc_topology_t) -> [hwloc_obj_t] {
        let count = hwloc_get_nbobjs_by_type(topology, type)
        return (0..<max(count, 0)).compactMap { hwloc_get_obj_by_type(topology, type, UInt32($0)) }
    }
}
