package import Model

/// The nodes a run may use, and what its user should be told about them.
package struct Offer: Sendable, Hashable {
    /// Never empty; numbered from 0.
    package var nodes: [Node]
    package var remarks: [Remark]

    /// Something that differs from what the user may expect.
    package enum Remark: Sendable, Hashable {
        /// More cores are lent than there are: tasks can't be held to cores.
        case bindingIsOff(lent: Int, usable: Int)
        /// Processor time is limited below the number of processors.
        case processorTimeIsLimited(Cores, processors: Int)
        /// More memory is lent, on so many nodes each, than this process may use.
        case memoryExceeds(lent: Bytes, nodes: Int, usable: Bytes)
    }
}

extension Offer.Remark: CustomStringConvertible {
    package var description: String {
        switch self {
        case .bindingIsOff(let lent, let usable):
            return "binding is off: \(lent) cores are lent, and this process may use \(usable)."
        case .processorTimeIsLimited(let quota, let processors):
            return "a control group allows the time of \(quota) of the \(processors) processors here."
        case .memoryExceeds(let lent, let nodes, let usable):
            let each = nodes == 1 ? "" : " on each of \(nodes) nodes"
            return "\(lent) of memory are lent\(each), and this process may use \(usable)."
        }
    }
}
