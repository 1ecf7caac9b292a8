import Glibc
import Ledger
import Model

let arguments = CommandLine.arguments
let workload = arguments.count > 1 ? arguments[1] : ""
let count = arguments.count > 2 ? Int(arguments[2]) ?? 0 : 0
let nodes = workload == "nodes" && arguments.count > 3 ? Int(arguments[3]) ?? 0 : nil
guard count >= 10, nodes ?? 1 > 0, ["plan", "record", "layers", "nodes"].contains(workload),
    arguments.count == (["record", "nodes"].contains(workload) ? 4 : 3)
else {
    print("use: rota-bench plan|layers COUNT, rota-bench nodes COUNT NODES, or rota-bench record COUNT FOLDER")
    exit(2)
}

let writer = workload == "record" ? try LedgerWriter(folder: arguments[3], token: 1) : nil
var drive = Drive(nodes: nodes) { (facts: [Fact]) in
    writer?.append(facts)
    try writer?.commit()
}
let pace = try drive.run(workload == "layers" ? Workload.layers(count) : Workload.iterations(count))
print(pace.line)
