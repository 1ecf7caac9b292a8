package import Model

/// Orders for one executor, with the jobs and nodes that it hears of for the first time in this link.
///
/// - Order: when they are taken, nodes and jobs before the orders that name them.
package struct OrderBatch: Sendable, Hashable {
    package var nodes: [Node]
    package var jobs: [MentionedJob]
    package var orders: [Order]

    package struct MentionedJob: Sendable, Hashable {
        package var identifier: JobIdentifier
        package var job: Job

        package init(identifier: JobIdentifier, job: Job) {
            self.identifier = identifier
            self.job = job
        }
    }

    package init(nodes: [Node] = [], jobs: [MentionedJob] = [], orders: [Order] = []) {
        self.nodes = nodes
        self.jobs = jobs
        self.orders = orders
    }

    package var isEmpty: Bool { nodes.isEmpty && jobs.isEmpty && orders.isEmpty }

    /// One thing a batch holds, as it stands in a message.
    enum Item {
        case node(Node)
        case job(MentionedJob)
        case order(Order)
    }

    var items: [Item] { nodes.map(Item.node) + jobs.map(Item.job) + orders.map(Item.order) }

    /// The messages that say all this, to be sent in this order; mostly one.
    ///
    /// - Parameter comfortableBytes: a message ends once it has become so long.
    package func packed(comfortableBytes: Int = MessageLimits.comfortableBytes) -> [[UInt8]] {
        var messages: [[UInt8]] = []
        var packer = FactPacker()
        var count = 0
        for item in items {
            if count == 0 { packer.put(ServiceMessage.Kind.orders) }
            packer.put(item)
            count += 1
            if packer.bytes.count < comfortableBytes, count < MessageLimits.items { continue }
            messages.append(packer.bytes)
            packer = FactPacker()
            count = 0
        }
        if count > 0 { messages.append(packer.bytes) }
        return messages
    }
}

/// What follows in a message of orders. A number, once given, is never given to another kind.
private enum OrderTag: UInt8 { case node = 1, job, start, end, takeBack, adjust }

extension FactPacker {
    mutating func put(_ item: OrderBatch.Item) {
        switch item {
        case .node(let node):
            put(OrderTag.node)
            put(node)
        case .job(let mentioned):
            put(OrderTag.job)
            put(count: mentioned.identifier.number)
            put(mentioned.job)
        case .order(.start(let handOver)):
            put(OrderTag.start)
            put(.attemptsHandedOver, handOver)
        case .order(.end(let attempt, let outcome, let grace)):
            put(OrderTag.end)
            put(attempt: attempt)
            put(unsigned: kind(of: outcome))
            put(details: outcome)
            put(count: grace.nanoseconds)
        case .order(.takeBack(let attempt, let count)):
            put(OrderTag.takeBack)
            put(attempt: attempt)
            put(count: count)
        case .order(.adjust(let attempt, let adjustment)):
            put(OrderTag.adjust)
            put(attempt: attempt)
            put(adjustment)
        }
    }

    private mutating func put(_ tag: OrderTag) { put(byte: tag.rawValue) }
}

extension FactUnpacker {
    /// The items go on to the message's end.
    mutating func orderBatch() throws(PackingProblem) -> OrderBatch {
        var batch = OrderBatch()
        var count = 0
        while !isAtEnd {
            switch try choice(OrderTag.self, "an order") {
            case .node: batch.nodes.append(try node())
            case .job:
                let identifier = JobIdentifier(try self.count())
                batch.jobs.append(OrderBatch.MentionedJob(identifier: identifier, job: try job()))
            case .start:
                guard case .attemptsHandedOver(let handOver) = try fact() else {
                    throw malformed("an order to start")
                }
                batch.orders.append(.start(handOver))
            case .end:
                let attempt = try attempt()
                let outcome = try outcome(unsigned())
                batch.orders.append(.end(attempt, as: outcome, grace: Duration(nanoseconds: try count64())))
            case .adjust: batch.orders.append(.adjust(try attempt(), try adjustment()))
            case .takeBack: batch.orders.append(.takeBack(try attempt(), count: try self.count()))
            }
            count += 1
            guard count <= MessageLimits.items else { throw malformed("more than \(count - 1) orders") }
        }
        guard count > 0 else { throw malformed("a batch without orders") }
        return batch
    }
}
