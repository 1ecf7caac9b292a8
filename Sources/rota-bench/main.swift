import Glibc
import Ledger
import Model

let arguments = CommandLine.arguments.dropFirst()
let workload = arguments.first ?? ""
let count = Int(arguments.dropFirst().first ?? "") ?? 0
switch workload {
case "replay" where arguments.count == 2:
    print(try Replay(of: arguments[2]).line)
case "plan" where arguments.count == 2 && count >= 10, "layers" where arguments.count == 2 && count >= 10:
    var drive = Drive(nodes: nil) { (_: [Fact]) in }
    print(try drive.run(workload == "layers" ? Workload.layers(count) : Workload.iterations(count)).line)
case "nodes" where arguments.count == 3 && count >= 10:
    var drive = Drive(nodes: max(1, Int(arguments[3]) ?? 1)) { (_: [Fact]) in }
    print(try drive.run(Workload.iterations(count)).line)
case "record" where arguments.count == 3 && count >= 10:
    let writer = try LedgerWriter(folder: arguments[3], token: 1)
    var drive = Drive(nodes: nil) { (facts: [Fact]) in
        writer.append(facts)
        try writer.commit()
    }
    print(try drive.run(Workload.iterations(count)).line)
case "executors" where arguments.count == 3 && count >= 1:
    var executors = try LightExecutors(count, accessPath: arguments[3])
    try executors.run()
case "quality":
    let words = arguments.dropFirst().map(\.self)
    let named = words.first == "trace" ? 3 : 2
    guard let quality = try Quality(Array(words.prefix(named))), words.count > named else { fallthrough }
    for policy in words.dropFirst(named) { print(try quality.line(policy)) }
case "rehearse" where arguments.count >= 4 && count >= 1:
    guard let rehearsing = Rehearsing(count, line: arguments[3]) else { fallthrough }
    for policy in arguments.dropFirst(3) { print(try rehearsing.line(policy)) }
case "passes" where arguments.count == 3 && count >= 1:
    var passes = try Passes(count, policy: arguments[3])
    print(try passes.line(200))
case "forecast" where arguments.count == 3 && count >= 1:
    var passes = try Passes(count, policy: arguments[3])
    print(passes.forecast())
default:
    print(
        """
        use: rota-bench plan|layers COUNT, nodes COUNT NODES, record COUNT FOLDER, replay FOLDER, executors COUNT \
        ACCESS, quality sittings SEED|mixture SEED|trace FILE CORES POLICY…, \
        rehearse COUNT bounded|growing POLICY…, passes COUNT POLICY, or forecast COUNT POLICY
        """)
    exit(2)
}
