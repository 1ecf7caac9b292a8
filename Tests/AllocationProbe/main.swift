import Batch
import Glibc
import Model
import Posix

// A program for tests to start inside an allocation: `show` prints what it finds there, one thing a line;
// `work FILE CODE` holds the election of its node, writes to FILE what came of it, and works until FILE.done exists.

func say(_ line: String, to file: FileDescriptor = .standardOutput) throws {
    // In one write, so that copies don't write into each other's lines.
    try file.writeAll(line + "\n")
}

func shown(_ node: AllocatedNode) -> String {
    "\(node.name) cores=\(node.cores) memory=\(node.memory?.description ?? "-") "
        + "gpus=\(node.gpus.map { $0.isEmpty ? "none" : $0.joined(separator: ",") } ?? "-")"
}

func show(_ allocation: Allocation) throws {
    var lines = ["\(allocation.system.name) \(allocation.cluster) job=\(allocation.job)"]
    lines += ["partition=\(allocation.partition ?? "-")"]
    lines += allocation.nodes.map { "node " + shown($0) }
    lines += [allocation.here.map { "here " + shown($0) } ?? "beside"]
    if let step = allocation.step {
        lines += [
            "step=\(step.identifier) nodes=\(step.nodes.joined(separator: ",")) rank=\(step.rank)/\(step.copies) "
                + "here=\(step.rankOnThisNode)/\(step.copiesOnThisNode)"
        ]
    } else {
        lines += ["no step"]
    }
    try say(lines.joined(separator: "\n"))
}

func work(_ allocation: Allocation, _ path: String, code: Int) throws -> Int {
    let file = try FileDescriptor.open(path, .append)
    guard let election = allocation.election else {
        try say("alone", to: file)
        return 0
    }
    switch try election.hold(in: NodeElection.folder()) {
    case .ended(let code):
        try say("ended \(code)", to: file)
        return code
    case .elected(let mandate):
        try say("elected \(Process.number)", to: file)
        // A minute: the test is broken then, and srun would wait for ever.
        for _ in 0..<1200 where !FileSystem.exists("\(path).done") {
            _ = try Readiness.wait(for: [], nanoseconds: 50_000_000)
        }
        try mandate.end(code: code)
        return code
    }
}

let arguments = CommandLine.arguments.dropFirst()
var environment: [String: String] = [:]
for entry in Environment.entries() {
    let parts = String(decoding: entry, as: UTF8.self).split(separator: "=", maxSplits: 1)
    if parts.count == 2 { environment[String(parts[0])] = String(parts[1]) }
}
guard let allocation = try Allocation.find(environment, ancestors: Ancestors.commandLines()) else {
    try say("no allocation")
    exit(3)
}
if arguments.first == "show" {
    try show(allocation)
} else if arguments.count == 3, let path = arguments.dropFirst().first, let code = Int(arguments.last ?? "") {
    exit(Int32(try work(allocation, path, code: code)))
}
