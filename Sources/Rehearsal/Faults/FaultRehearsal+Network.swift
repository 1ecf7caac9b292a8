import Model
import Wire

/// How messages travel, and how they don't.
extension FaultRehearsal {
    private mutating func delay(_ number: Int) -> Duration {
        if now < lines[number].slowUntil { return chance(.milliseconds(1), .seconds(3)) }
        return chance(.microseconds(50), .milliseconds(3))
    }

    mutating func sendUp(_ bytes: [UInt8], from number: Int) {
        guard let connection = lines[number].connection else { return lines[number].queue.append(bytes) }
        let at = max(connections[connection].up.lastAt, now + delay(number))
        let traffic = Happening.Traffic(
            executor: number, connection: connection, number: connections[connection].up.sent, bytes: bytes)
        connections[connection].up.sent += 1
        connections[connection].up.lastAt = at
        connections[connection].onTheWay.append(bytes)
        agenda.insert(.serviceHears(traffic), at: at)
    }

    mutating func sendDown(_ bytes: [UInt8], over connection: Int) {
        guard connections.indices.contains(connection), connections[connection].isOpen else { return }
        let number = connections[connection].executor
        let at = max(connections[connection].down.lastAt, now + delay(number))
        let traffic = Happening.Traffic(
            executor: number, connection: connection, number: connections[connection].down.sent, bytes: bytes)
        connections[connection].down.sent += 1
        connections[connection].down.lastAt = at
        agenda.insert(.executorHears(traffic), at: at)
    }

    mutating func serviceHears(_ traffic: Happening.Traffic) {
        guard traffic.number < connections[traffic.connection].up.limit, service != nil else { return }
        connections[traffic.connection].up.arrived += 1
        if !connections[traffic.connection].onTheWay.isEmpty { connections[traffic.connection].onTheWay.removeFirst() }
        service?.hear(traffic.bytes, over: traffic.connection)
        if !isCalm, happensOnce(in: 40) {
            tell("a message of executor \(traffic.executor) arrives twice")
            service?.hear(traffic.bytes, over: traffic.connection)
        }
        callForRound()
    }

    mutating func executorHears(_ traffic: Happening.Traffic) {
        guard traffic.number < connections[traffic.connection].down.limit else { return }
        connections[traffic.connection].down.arrived += 1
        act(traffic.executor) { $0.hear(traffic.bytes, at: $1) }
        guard !isCalm, happensOnce(in: 40), !traffic.holdsOrders else { return }
        tell("a message to executor \(traffic.executor) arrives twice")
        act(traffic.executor) { $0.hear(traffic.bytes, at: $1) }
    }

    /// Breaks an executor's connection. What was under way arrives up to some message; of the rest, what had not left
    /// the executor goes over the next one.
    mutating func cut(_ number: Int, reachesService: Bool = true) {
        guard let connection = lines[number].connection else { return }
        lines[number].connection = nil
        let broken = connections[connection]
        let up = broken.up.arrived...max(broken.up.arrived, broken.up.sent)
        let down = broken.down.arrived...max(broken.down.arrived, broken.down.sent)
        let upLimit = reachesService ? Int.random(in: up, using: &numbers) : broken.up.arrived
        connections[connection].close(upLimit: upLimit, downLimit: Int.random(in: down, using: &numbers))
        let lost = broken.up.sent - upLimit
        let kept = lost > 0 && isAlive[number] ? Int.random(in: 0...lost, using: &numbers) : 0
        lines[number].queue = Array(broken.onTheWay.suffix(kept)) + lines[number].queue
        connections[connection].onTheWay.removeAll()
    }

    mutating func reconnect(_ number: Int, after delay: Duration) {
        guard isAlive[number] else { return }
        lines[number].tries += 1
        agenda.insert(.connects(executor: number, attempt: lines[number].tries), at: now + delay)
    }

    mutating func connect(_ number: Int, attempt: Int) {
        guard isAlive[number], lines[number].connection == nil, attempt == lines[number].tries else { return }
        guard service != nil, now >= lines[number].cutUntil else {
            return reconnect(number, after: chance(.milliseconds(50), .milliseconds(800)))
        }
        connections.append(RehearsedConnection(executor: number))
        lines[number].connection = connections.count - 1
        tell("executor \(number) is connected")
        let queue = lines[number].queue
        lines[number].queue.removeAll()
        for bytes in queue { sendUp(bytes, from: number) }
    }
}

extension Happening.Traffic {
    /// TCP brings nothing twice, and an order to start is not filtered within a link.
    fileprivate var holdsOrders: Bool {
        if case .orders? = try? ServiceMessage(unpacking: bytes) { true } else { false }
    }
}
