package import Model

/// The cores of a run in the order a picture or a table shows them; a node that was lost and came back has one place.
package struct CoreRows: Sendable, Hashable {
    /// Nodes of different names, in the order they joined, with their first row.
    package private(set) var places: [Place] = []
    package private(set) var count = 0
    private var firstRows: [NodeIdentifier: Int] = [:]

    package struct Place: Sendable, Hashable {
        package var name: String
        package var cores: [Int]
        package var firstRow: Int
    }

    package init(nodes: [Node]) {
        for node in nodes {
            if let known = places.first(where: { $0.name == node.name && $0.cores == node.cores }) {
                firstRows[node.identifier] = known.firstRow
            } else {
                firstRows[node.identifier] = count
                places.append(Place(name: node.name, cores: node.cores, firstRow: count))
                count += node.cores.count
            }
        }
    }

    /// None for a core that its node doesn't have.
    package func row(of position: Int, on node: NodeIdentifier) -> Int? {
        guard let first = firstRows[node], position >= 0, first + position < count else { return nil }
        return first + position
    }

    /// The place a row belongs to, and the core's number there.
    package func place(ofRow row: Int) -> (place: Place, core: Int)? {
        guard let place = places.last(where: { $0.firstRow <= row }), row - place.firstRow < place.cores.count else {
            return nil
        }
        return (place, place.cores[row - place.firstRow])
    }
}
