import Glibc
import Ledger
import Model

let arguments = CommandLine.arguments
let workload = arguments.count > 1 ? arguments[1] : ""
let count = arguments.count > 2 ? Int(arguments[2]) ?? 0 : 0
guard count >= 10, arguments.count == (workload == "record" ? 4 : 3), ["plan", "record", "layers"].contains(workload)
else {
    print("use: rota-bench plan|layers COUNT, or rota-bench record COUNT FOLDER")
    exit(2)
}

let writer = workload == "record" ? try LedgerWriter(folder: arguments[3], token: 1) : nil
var drive = Drive { (facts: [Fact]) in
    writer?.append(facts)
    try writer?.commit()
}
let pace = try drive.run(workload == "layers" ? Workload.layers(count) : Workload.iterations(count))
print(pace.line)
