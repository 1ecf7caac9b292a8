import Dialects

/// What happened, in a word or two.
enum EventWords {
    static func text(of kind: EventView.Kind) -> String {
        switch kind {
        case .heldBack: "held back"
        case .handedOver: "handed over"
        case .attemptEnded: "ended"
        case .takenBack: "taken back"
        case .adjustmentFailed: "not adjusted"
        case .nodeJoined: "node joined"
        case .nodeLost: "node lost"
        case .nodeSilent: "node silent"
        case .nodeHeard: "node heard"
        case .nodeDraining: "node draining"
        case .nodeAvailable: "node available"
        default: kind.rawValue
        }
    }
}
