internal import Ledger
internal import Model

/// Why a service changes nothing just now.
extension Refusal {
    static let diskFull = service(
        "can't record anything, since the disk under its state folder is full", "Free space there, then try again.")

    static let serviceEnds = service("is ending", "Start it again with `rota serve`, then try again.")

    static func servedAlready(state: String, by owner: LockOwner) -> Refusal {
        .document(
            DocumentProblem(
                document: "command line", path: "--state",
                problem: "names \(state), where a service runs already: process \(owner.process) on \(owner.host)",
                remedy: "Use that one, end it with `rota shutdown`, or name another folder."))
    }

    private static func service(_ problem: String, _ remedy: String) -> Refusal {
        .document(DocumentProblem(document: "service", problem: problem, remedy: remedy))
    }
}
