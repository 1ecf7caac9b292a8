import Glibc

let arguments = CommandLine.arguments
guard arguments.count > 2, let count = Int(arguments[2]), count >= 10 else {
    print("use: rota-bench plan|layers COUNT, or rota-bench record COUNT FOLDER")
    exit(2)
}
var drive = Drive { _ in }
let pace = try drive.run(arguments[1] == "layers" ? Workload.layers(count) : Workload.iterations(count))
print(pace.line)
