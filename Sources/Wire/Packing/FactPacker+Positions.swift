/// Some of a node's cores, by their positions, ascending: each as its distance to the one before plus 1.
extension FactPacker {
    mutating func put(positions: [Int]) {
        var next = 0
        put(list: positions) { packer, position in
            packer.put(count: position &- next)
            next = position &+ 1
        }
    }
}

extension FactUnpacker {
    /// Ascending and below the limit, whatever the bytes are.
    mutating func positions() throws(PackingProblem) -> [Int] {
        var next = 0
        return try list(atMost: MessageLimits.cores, "cores") { unpacker throws(PackingProblem) in
            let distance = try unpacker.count()
            guard (0..<MessageLimits.cores).contains(distance), next + distance < MessageLimits.cores else {
                throw unpacker.malformed("a core behind the last")
            }
            defer { next += distance + 1 }
            return next + distance
        }
    }
}
