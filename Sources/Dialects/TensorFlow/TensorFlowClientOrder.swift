/// What the old client is told.
package enum TensorFlowClientOrder: Sendable, Hashable {
    /// Who it is, and with how many threads it begins.
    case welcome(TensorFlowParallelism)
    case change(TensorFlowParallelism)
    /// That its training is over has been heard.
    case finished
    case areYouAlive

    /// - Parameter container: its number.
    package func frame(container: Int) -> [UInt8] {
        var json = JSONText(indented: false)
        json.object { json in
            json.member("container", container)
            if case .welcome = self { json.member("tf_use", TensorFlowParameters.Version.malleable.rawValue) }
            json.member("inter_parallelism", parallelism.inter)
            json.member("intra_parallelism", parallelism.intra)
        }
        return Array("\(json.bytes.count)\n".utf8) + json.bytes
    }

    private var parallelism: TensorFlowParallelism {
        switch self {
        case .welcome(let parallelism), .change(let parallelism): parallelism
        case .finished: .init(inter: -1, intra: -1)
        case .areYouAlive: .init(inter: -2, intra: -2)
        }
    }
}
