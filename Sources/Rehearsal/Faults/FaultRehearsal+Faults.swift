import Model
import Plan

/// What breaks.
extension FaultRehearsal {
    mutating func strike() {
        guard !isCalm else { return }
        agenda.insert(.faultStrikes, at: now + chance(.milliseconds(20), .seconds(8)))
        faults += 1
        let alive = executors.indices.filter { isAlive[$0] }
        guard !alive.isEmpty else { return }
        let number = alive[Int.random(in: 0..<alive.count, using: &numbers)]
        switch Int.random(in: 0..<16, using: &numbers) {
        case 0, 1:
            tell("the connection of executor \(number) breaks")
            cut(number)
            reconnect(number, after: chance(.milliseconds(10), .seconds(2)))
        case 2, 3:
            let length = chance(.milliseconds(100), .seconds(40))
            tell("executor \(number) is cut off for \(length)")
            lines[number].cutUntil = now + length
            cut(number)
            reconnect(number, after: length)
        case 4:
            tell("the way to executor \(number) becomes slow")
            lines[number].slowUntil = now + chance(.milliseconds(100), .seconds(15))
        case 5, 6:
            let length = chance(.milliseconds(100), .seconds(30))
            tell("the machine of executor \(number) stands still for \(length)")
            lines[number].frozenUntil = max(lines[number].frozenUntil, now + length)
        case 7, 8: kill(number)
        case 9:
            tell("executor \(number) is told to go")
            act(number) { $0.handBack(at: $1) }
            agenda.insert(.executorReturns, at: now + chance(.seconds(1), .seconds(20)))
        case 10:
            guard executors.count < 8 else { return }
            join(cores: Int.random(in: 1...4, using: &numbers), staysFor: chance(.seconds(1), .seconds(60)))
        case 11, 12: die("it was killed")
        case 13:
            let length = chance(.milliseconds(100), .seconds(20))
            tell("the service's machine stands still for \(length)")
            serviceFrozenUntil = max(serviceFrozenUntil, now + length)
        case 14:
            let length = chance(.milliseconds(100), .seconds(12))
            tell("the disk is full for \(length)")
            diskFullUntil = now + length
        default: failsToSynchronize = true
        }
    }

    /// Nothing breaks any more, nobody changes anything, and there is room for all that was asked. Machines that stand
    /// still go on when they would have.
    mutating func calm() {
        guard service != nil else { return agenda.insert(.calmBegins, at: now + .seconds(1)) }
        tell("nothing breaks any more")
        isCalm = true
        calmSince = now
        diskFullUntil = now
        failsToSynchronize = false
        for number in lines.indices {
            lines[number].cutUntil = now
            lines[number].slowUntil = now
        }
        for number in executors.indices { executors[number].others?.leave() }
        service?.isOutOfSpace = false
        join(cores: 4)
        join(cores: 4)
        for job in 0..<(service?.planner.jobCount ?? 0) { service?.wish(.unpause(JobIdentifier(job))) }
        callForRound()
    }
}
