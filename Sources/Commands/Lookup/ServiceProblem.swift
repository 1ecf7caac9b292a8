package import Dialects

/// What a service answered instead of what it was asked for.
package struct ServiceProblem: Error, Sendable, Hashable {
    package var status: Int
    package var problem: ProblemView

    package init(status: Int, problem: ProblemView) {
        self.status = status
        self.problem = problem
    }

    /// Whether what was asked is impossible, and not only impossible now.
    package var isRefusal: Bool { (400..<500).contains(status) && status != 408 && status != 429 }
}

extension ServiceProblem: CustomStringConvertible {
    package var description: String { problem.message }
}
