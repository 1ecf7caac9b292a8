internal import Batch
internal import Model
internal import Posix
internal import Watch

/// What a batch system granted here, and which part this process has in it.
struct AllocationShare {
    var allocation: Allocation
    /// When it is over; none: nobody limits it, or nobody could say.
    let endsAt: Instant?
    /// Why nobody could say, a sentence.
    let remark: String?

    // 5 min: an allocation that lies idle costs its owner.
    static let idleTimeout = Duration.seconds(300)

    /// None outside of an allocation.
    init?(_ environment: [String: String]) throws {
        guard let allocation = try Allocation.find(environment, ancestors: Ancestors.commandLines()) else { return nil }
        self.allocation = allocation
        do throws(BatchFailure) {
            endsAt = try BatchQueue(allocation.system, environment: environment).end(of: allocation.job).moment
            remark = nil
        } catch {
            endsAt = nil
            remark = "nobody says when the allocation ends: \(error)"
        }
    }

    /// `slurm 1234`, as nodes carry it.
    var name: String { "\(allocation.system.rawValue) \(allocation.job)" }

    /// How the other nodes reach this machine: as the batch system itself does.
    var address: String {
        guard let here = allocation.here else { return Machine.hostName() }
        let queue = BatchQueue(allocation.system, environment: Environment.variables())
        return (try? queue.address(of: here.name)) ?? here.name
    }

    /// Whether this process was started once for the whole allocation, and so has to start others on its nodes.
    var startsSiblings: Bool { allocation.step == nil && !allocation.otherNodes.isEmpty }

    /// This machine, as far as it was granted.
    func machine() throws -> UsableMachine {
        var machine = UsableMachine.detect(affinity: try allocation.step?.processors ?? Machine.affinity())
        guard let here = allocation.here else { return machine }
        machine.name = here.name
        if let gpus = here.gpus { machine.gpus = gpus }
        return machine
    }

    /// What is lent unless the caller says otherwise: what was granted.
    ///
    /// Which cores those are is known only when the kernel holds this process to exactly so many; else tasks are
    /// counted and not bound.
    func limit(_ lending: inout Lending, on machine: UsableMachine) {
        guard let here = allocation.here else { return }
        if lending.cores == nil, lending.nodes == nil, machine.coreCount != here.cores {
            lending.nodes = [Lending.VirtualNode(name: here.name, coreCount: here.cores)]
        }
        if lending.memory == nil, let memory = here.memory, memory < machine.memory { lending.memory = memory }
    }

    /// Starts the same program on every other node; none where it has not to.
    func startSiblings(_ program: [String]) throws(SystemFailure) -> SiblingStep? {
        guard startsSiblings, let command = allocation.siblingsCommand(program) else { return nil }
        return try SiblingStep(command)
    }
}
