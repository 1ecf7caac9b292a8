/// The start of one program on nodes of an allocation by the batch system's own launcher, seen from one of its copies.
package struct BatchStep: Sendable, Hashable {
    package var identifier: String
    /// In the allocation's order; a step may have fewer nodes than its allocation.
    package var nodes: [String]
    package var copies: Int
    /// This copy's number among all, from 0.
    package var rank: Int
    package var copiesOnThisNode: Int
    /// This copy's number among those of this node, from 0.
    package var rankOnThisNode: Int
    /// The processors of all copies on this node, where each was held to some of its own; none: nobody was held.
    ///
    /// A copy that speaks for the others takes these: its own are a share, a 48th where 48 copies were started.
    package var processors: [Int]?
    /// Whether it was started at a terminal, to which only its first copy speaks.
    package var hasTerminal = false

    package init(
        identifier: String, nodes: [String], copies: Int, rank: Int, copiesOnThisNode: Int, rankOnThisNode: Int,
        processors: [Int]? = nil
    ) {
        self.identifier = identifier
        self.nodes = nodes
        self.copies = copies
        self.rank = rank
        self.copiesOnThisNode = copiesOnThisNode
        self.rankOnThisNode = rankOnThisNode
        self.processors = processors
    }
}
