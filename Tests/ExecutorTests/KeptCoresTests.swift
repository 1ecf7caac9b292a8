import Model
import Posix
import Testing
import Watch

@testable import Executor

/// A kernel that counts what a test says, in a folder that goes when this does.
private final class CountingKernel {
    let tree: KernelTree
    private var busy: [Int]
    private var idle: [Int]

    init(processors: Int) throws {
        tree = KernelTree(root: try FileSystem.makeTemporaryDirectory("rota-kernel"))
        try FileSystem.makeDirectories(tree.root + "/proc")
        busy = Array(repeating: 0, count: processors)
        idle = busy
        try write()
    }

    deinit { try? FileSystem.removeTree(tree.root) }

    /// Each was busy for so many of a hundred ticks; below zero: it is not at work.
    func pass(_ percent: [Int]) throws {
        for (processor, busy) in percent.enumerated() where busy >= 0 {
            self.busy[processor] += busy
            idle[processor] += 100 - busy
        }
        try write(without: percent.indices.filter { percent[$0] < 0 })
    }

    private func write(without missing: [Int] = []) throws {
        var lines = ["cpu  1 0 1 1 0 0 0 0 0 0"]
        for processor in busy.indices where !missing.contains(processor) {
            lines.append("cpu\(processor) \(busy[processor]) 0 0 \(idle[processor]) 0 0 0 0 0 0")
        }
        lines.append("intr 12345 0 0")
        try FileSystem.replace(tree.root + "/proc/stat", with: Array(lines.joined(separator: "\n").utf8))
    }

    var times: [Int: ProcessorTimes] { ProcessorTimes.ofEach(in: tree) }
}

@Suite("Which cores others keep busy") struct KeptCoresTests {
    /// What is found after one such stretch of time after another.
    private func found(_ stretches: [[Int]], ours: Set<Int>? = [], on processors: [Int] = [0, 1]) throws -> [[Int]] {
        let kernel = try CountingKernel(processors: 4)
        var judgement = KeptCores()
        return try stretches.map { percent in
            let before = kernel.times
            try kernel.pass(percent)
            judgement.judge(from: before, to: kernel.times, processors, ours: ours)
            return judgement.positions
        }
    }

    @Test("a core is theirs once it was busy for more than half of the time, until it was for less than a quarter")
    func hysteresis() throws {
        #expect(
            try found([[50, 0], [51, 0], [49, 100], [25, 26], [24, 0], [40, 50]]) == [
                [], [0], [0, 1], [0, 1], [], [],
            ])
    }

    @Test("a core that ours used is not theirs, whatever it was before")
    func ours() throws {
        let kernel = try CountingKernel(processors: 2)
        var judgement = KeptCores()
        for ours: Set<Int> in [[], [0]] {
            let before = kernel.times
            try kernel.pass([100, 100])
            judgement.judge(from: before, to: kernel.times, [0, 1], ours: ours)
        }
        #expect(judgement.positions == [1])
    }

    @Test("where it can't be told whose work it was, or a processor is not at work, all stays as it was")
    func unknown() throws {
        #expect(try found([[100, 100]], ours: nil) == [[]])
        #expect(try found([[100, 0], [-1, -1], [-1, 100]]) == [[0], [0], [0]])
    }

    @Test("positions are those of the node's list, whatever its processors' numbers")
    func positions() throws {
        #expect(try found([[0, 100, 0, 100]], on: [3, 2, 1]) == [[0, 2]])
    }

    @Test("the first look waits until it can tell, and later ones come when it is time")
    func looking() throws {
        let kernel = try CountingKernel(processors: 2)
        let node = Node(identifier: NodeIdentifier(0), name: "n", cores: [0, 1], memory: .gibibytes(1))
        var watch = CoreWatch(node, every: .milliseconds(1), in: kernel.tree)
        try kernel.pass([0, 100])
        try watch.lookFirst()
        #expect(watch.kept == [1])

        try kernel.pass([0, 0])
        // Whatever the time that has passed: one of its looks is the next.
        while !watch.kept.isEmpty { _ = watch.look(beside: nil) }

        var rare = CoreWatch(node, every: .seconds(3600), in: kernel.tree)
        try kernel.pass([100, 100])
        #expect(!rare.look(beside: nil) && rare.kept == [])
    }

    @Test("what an attempt has and is to have is ours, and what it had since the last question")
    func used() {
        let (one, other) = (AttemptIdentifier(1), AttemptIdentifier(2))
        var used = UsedProcessors()
        used.begin(one, [4, 5], isHeld: true)
        used.begin(other, [6], isHeld: true)
        used.end(other)
        #expect(used.take() == [4, 5, 6])
        used.ask(one, [7])
        #expect(used.take() == [4, 5, 7])
        used.answer(one, isDone: true)
        #expect(used.take() == [4, 5, 7])
        #expect(used.take() == [7])
        used.ask(one, [])
        used.answer(one, isDone: false)
        #expect(used.take() == [7])
        used.end(one)
        #expect(used.take() == [7])
        #expect(used.take() == [])
    }

    @Test("as long as something is held to no cores, and in the stretch in which it ended, nothing can be told")
    func loose() {
        var used = UsedProcessors()
        used.begin(AttemptIdentifier(1), [4], isHeld: false)
        #expect(used.take() == nil)
        used.end(AttemptIdentifier(1))
        #expect(used.take() == nil)
        #expect(used.take() == [])
    }
}
