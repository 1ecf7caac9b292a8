import Model
import Testing

@testable import Watch

@Suite struct OfferTests {
    private let machine = UsableMachine(
        name: "mill", processors: [0, 1, 4, 5], quota: nil, memory: .mebibytes(100), memorySource: .installed,
        gpus: ["0", "1", "2"])

    private func lending(_ change: (inout Lending) throws -> Void) rethrows -> Lending {
        var lending = Lending()
        try change(&lending)
        return lending
    }

    @Test("the whole machine is one node with its own name, numbers and amounts")
    func whole() throws {
        let offer = try machine.offer(isBound: false)

        var node = Node(identifier: NodeIdentifier(0), name: "mill", cores: [0, 1, 4, 5], memory: .mebibytes(100))
        node.gpus = ["0", "1", "2"]
        #expect(offer == Offer(nodes: [node], remarks: []))
    }

    @Test("fewer cores are the first of them, a list is taken in its own order")
    func choice() throws {
        let two = try machine.offer(lending { $0.cores = .count(2) }, isBound: false)
        let list = try machine.offer(lending { $0.cores = .list([5, 0]) }, isBound: true)

        #expect(two.nodes[0].cores == [0, 1])
        #expect(list.nodes[0].cores == [5, 0])
        #expect(list.nodes[0].isBindable)
    }

    @Test("a processor that may not be used is refused with those that may")
    func stranger() {
        #expect {
            try machine.offer(lending { $0.cores = .list([0, 2]) }, isBound: false)
        } throws: { error in
            "\(error)"
                == "command line: --use-cores: this process may not use processor 2, only 0-1,4-5. List some of these."
        }
    }

    @Test("more cores than there are turn binding off, and the user is told")
    func tooMany() throws {
        let offer = try machine.offer(lending { $0.cores = .count(6) }, isBound: true)

        #expect(offer.nodes[0].cores == Array(0..<6))
        #expect(!offer.nodes[0].isBindable)
        #expect(offer.remarks == [.bindingIsOff(lent: 6, usable: 4)])
    }

    @Test(
        "cores that are made up can't be shared with others",
        arguments: [
            (Lending.CoreChoice.count(6), nil, "6 are lent, and this process may use 4. Lend at most 4."),
            (.count(2), "1,1", "and the nodes are made up. Leave out --share"),
        ])
    func sharing(cores: Lending.CoreChoice, nodes: String?, words: String) throws {
        var asked = lending { $0.cores = cores }
        asked.nodes = try nodes.map { try Lending.nodes($0) }
        #expect(try machine.offer(asked, isBound: true).nodes.isEmpty == false)
        asked.sharing = .polite

        #expect {
            try machine.offer(asked, isBound: true)
        } throws: { error in
            "\(error)".hasPrefix("command line: --share: \"polite\" looks at real cores") && "\(error)".contains(words)
        }
    }

    @Test("virtual nodes that fit get real processors, and memory by their cores")
    func virtual() throws {
        let offer = try machine.offer(lending { $0.nodes = try Lending.nodes("a:1,b:3") }, isBound: false)

        #expect(offer.nodes.map(\.name) == ["a", "b"])
        #expect(offer.nodes.map(\.cores) == [[0], [1, 4, 5]])
        #expect(offer.nodes.map(\.memory) == [.mebibytes(25), .mebibytes(75)])
        #expect(offer.nodes.map(\.gpus) == [["0"], ["1", "2"]])
        #expect(offer.nodes.allSatisfy { $0.isBindable })
        #expect(offer.remarks == [])
    }

    @Test("named amounts and a memory given by hand are each node's own")
    func perNode() throws {
        let licence = NamedAmount(name: "licence", amount: Amount(2))
        let offer = try machine.offer(
            lending {
                $0.nodes = try Lending.nodes("2x2")
                $0.named = [licence]
                $0.memory = .mebibytes(80)
            }, isBound: false)

        #expect(offer.nodes.map(\.named) == [[licence], [licence]])
        #expect(offer.nodes.map(\.memory) == [.mebibytes(80), .mebibytes(80)])
        #expect(offer.remarks == [.memoryExceeds(lent: .mebibytes(80), nodes: 2, usable: .mebibytes(100))])
    }

    @Test("a limit on processor time lends fewer cores, unless a number is given")
    func quota() throws {
        var limited = machine
        limited.quota = Cores(thousandths: 1500)

        let offer = try limited.offer(isBound: false)
        let insisting = try limited.offer(lending { $0.cores = .count(4) }, isBound: false)

        #expect(offer.nodes[0].cores == [0, 1])
        #expect(offer.remarks == [.processorTimeIsLimited(Cores(thousandths: 1500), processors: 4)])
        #expect(insisting.nodes[0].cores == [0, 1, 4, 5])
    }

    @Test("neighbours in the order of cores are hardware threads of one core, then cores of one package")
    func neighbours() {
        // As machines number them: the first threads of all cores, then the second ones.
        let topology = CoreOrder.Topology.imagined("pack:2 core:2 pu:2(indexes=0,4,2,6,1,5,3,7)")

        let order = CoreOrder(of: topology)

        #expect(order.neighbours(Array(0..<8)) == [0, 4, 2, 6, 1, 5, 3, 7])
        #expect(order.neighbours([1, 2, 3, 6]) == [2, 6, 1, 3])
        #expect(order.neighbours([6, 99]) == [6, 99])
    }

    /// Eight processors in two NUMA domains, numbered by turns.
    private let banks = CoreOrder.Topology.imagined("numa:2 core:4 pu:1(indexes=0,2,4,6,1,3,5,7)")

    private func lent(_ lending: Lending = Lending(), isBound: Bool = true) throws -> [Node] {
        var large = machine
        large.processors = Array(0..<8)
        return try large.offer(lending, isBound: isBound, on: banks).nodes
    }

    @Test("a node says which of the cores that it lends are one NUMA domain")
    func domains() throws {
        let whole = try lent()
        #expect(whole.map(\.cores) == [[0, 2, 4, 6, 1, 3, 5, 7]])
        #expect(whole.map(\.domains) == [[4, 4]])

        let few = try lent(lending { $0.cores = .count(5) })
        #expect(few.map(\.domains) == [[4, 1]])

        let unbound = try lent(isBound: false)
        #expect(unbound.map(\.domains) == [[]])
    }

    @Test("virtual nodes have the domains of their own processors; one domain is none that need be told")
    func virtualDomains() throws {
        let even = try lent(lending { $0.nodes = try Lending.nodes("2x4") })
        let uneven = try lent(lending { $0.nodes = try Lending.nodes("a:6,b:2") })

        #expect(even.map(\.domains) == [[], []])
        #expect(uneven.map(\.domains) == [[4, 2], []])
    }

    @Test("a list of processors keeps its order, and has domains unless it goes back to one")
    func listedDomains() throws {
        let sorted = try lent(lending { $0.cores = .list([1, 3, 0, 2, 4]) })
        let mixed = try lent(lending { $0.cores = .list([0, 1, 2]) })

        #expect(sorted.map(\.cores) == [[1, 3, 0, 2, 4]])
        #expect(sorted.map(\.domains) == [[2, 3]])
        #expect(mixed.map(\.domains) == [[]])
    }

    @Test("two banks of the same cores are one domain, and a machine that hwloc can't tell has none")
    func oddDomains() {
        let twoBanks = CoreOrder(of: .imagined("pack:2 [numa] [numa] core:2 pu:1"))
        let unknown = CoreOrder(of: .imagined("nonsense"))

        #expect(twoBanks.domains(of: [0, 1, 2, 3]) == [2, 2])
        #expect(unknown.domains(of: [0, 1, 2, 3]) == [])
        #expect(unknown.neighbours([3, 1]) == [3, 1])
    }

    @Test("on this machine the order of cores holds every processor once")
    func thisMachine() {
        let processors = UsableMachine.detect().processors

        let order = CoreOrder()

        #expect(order.neighbours(processors).sorted() == processors)
        #expect([0, processors.count].contains(order.domains(of: order.neighbours(processors)).reduce(0, +)))
    }
}
