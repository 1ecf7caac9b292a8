package import Model

/// What the seconds of a line are waited for.
package enum TensorFlowWaiting: String, Sendable, Hashable, CaseIterable {
    /// The next line.
    case next
    /// The line they stand in.
    case own

    /// When each request is made, counted from the start.
    package func moments(of requests: [TensorFlowRequest]) -> [Duration] {
        var moment = Duration.zero
        return requests.map { request in
            if self == .own { moment += request.seconds }
            defer { if self == .next { moment += request.seconds } }
            return moment
        }
    }
}
