/// The widths that a pilot-job scheduler deals out to the iterations of one job.
///
/// - Unit: whole cores of the machine as it is when the job is taken.
/// - Cost: any iteration's width in constant time; nothing is kept for each.
public struct SharedWidths: Sendable, Hashable {
    /// The cores dealt out in each round.
    private let cores: Int
    /// The first `largeRounds` rounds have one iteration more than `roundSize`.
    private let roundSize: Int
    private let largeRounds: Int

    /// Nothing for a job whose tasks take what is free.
    ///
    /// - Throws: `tooLarge` when a part, or the least width, does not fit the machine.
    public static func widths(for job: Job, cores: Int) throws(Refusal) -> SharedWidths? {
        let count = job.iterations.count
        switch job.request.sharing {
        case .none: return nil
        case .fewestRounds:
            let least = max(1, job.request.cores.lowerBound.touched)
            guard least <= cores else {
                throw .tooLarge(
                    job: job.name, asked: "at least \(least) cores for each iteration",
                    largest: "there are \(cores) to deal out", remedy: "Lower the least number of cores.")
            }
            let atOnce = cores / least
            let rounds = max(1, count / atOnce + (count % atOnce > 0 ? 1 : 0))
            return SharedWidths(cores: cores, roundSize: count / rounds, largeRounds: count % rounds)
        case .equalParts(let parts):
            guard parts > 0, cores / parts > 0 else {
                throw .tooLarge(
                    job: job.name, asked: "\(parts) equal parts of the machine",
                    largest: "its \(cores) cores split into so many parts resolve to zero cores each",
                    remedy: "Ask for at most \(cores) parts.")
            }
            return SharedWidths(cores: cores / parts, roundSize: 1, largeRounds: 0)
        }
    }

    /// - Parameter position: the iteration's place among the job's, from 0.
    public func width(at position: Int) -> Int {
        let inLargeRounds = largeRounds * (roundSize + 1)
        let isLarge = position < inLargeRounds
        let size = isLarge ? roundSize + 1 : roundSize
        let place = (isLarge ? position : position - inLargeRounds) % size
        // An even share; the remainder goes to the last of the round, a core each.
        return cores / size + (place >= size - cores % size ? 1 : 0)
    }
}
