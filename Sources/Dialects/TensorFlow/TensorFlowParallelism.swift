/// How many threads run operations beside each other, and how many work on one operation.
package struct TensorFlowParallelism: Sendable, Hashable {
    package var inter: Int
    package var intra: Int

    package init(inter: Int, intra: Int) {
        self.inter = inter
        self.intra = intra
    }

    /// One thread beside all others, which work on one operation; a single core has one of each.
    package init(threads: Int) { self.init(inter: 1, intra: max(1, threads - 1)) }
}
