package import Model

extension QCGServiceOptions {
    /// What a command line asks for.
    package enum Reading: Sendable, Hashable {
        case help
        case options(QCGServiceOptions)
    }

    /// `--name value`, `--name=value`, and as much of a name as no other one begins with.
    ///
    /// - Parameter arguments: without the program's own name.
    package static func read(_ arguments: [String]) throws(Refusal) -> Reading {
        var options = QCGServiceOptions()
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            if argument == "-h" || argument == "--help" { return .help }
            let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let option = try option(String(parts[0]))
            var value = ""
            if option.value == nil {
                guard parts.count == 1 else {
                    throw refusal(option.name, "takes no value", "Write \(option.name) alone.")
                }
            } else if parts.count == 2 {
                value = String(parts[1])
            } else if let next = rest.popFirst() {
                value = next
            } else {
                throw refusal(option.name, "needs a value", "Write \(option.name) \(option.value ?? "").")
            }
            do throws(ReadingProblem) {
                try option.apply(value, &options)
            } catch {
                throw error.refusal(document: program, path: option.name)
            }
        }
        try options.checkRanges()
        return .options(options)
    }

    private func checkRanges() throws(Refusal) {
        if let network, network.port == nil, network.firstPort > network.lastPort {
            throw Self.refusal(
                "--net-port-max", "is \(network.lastPort), below the first port \(network.firstPort)", "Raise it.")
        }
        if let end = endOfSlurmNodes, end <= firstSlurmNode {
            throw Self.refusal(
                "--slurm-limit-nodes-range-end", "is \(end), and the first node is \(firstSlurmNode)", "Raise it.")
        }
    }

    /// A service that nobody can give anything to do.
    package func checkInterfaces() throws(Refusal) {
        guard network == nil, requestFile == nil, resumedFolder == nil else { return }
        throw .document(
            DocumentProblem(
                document: Self.program, problem: "no interface enabled - finishing",
                remedy: "Add --net, --file-path FILE or --resume FOLDER."))
    }

    package static var help: String {
        // 42: the longest name with its value, and two blanks.
        let width = 42
        let lines = QCGServiceOption.table.map { option -> String in
            let name = option.name + (option.value.map { " \($0)" } ?? "")
            return "  \(name)\(String(repeating: " ", count: max(2, width - name.count)))\(option.words)\n"
        }
        return "Usage: \(program) [OPTION]…\n\nRuns the jobs of QCG requests, from a file or over the network.\n\n"
            + lines.joined() + "  -h, --help\(String(repeating: " ", count: width - 10))this page\n"
    }

    private static let program = "qcg-pm-service"

    private static func option(_ name: String) throws(Refusal) -> QCGServiceOption {
        let table = QCGServiceOption.table
        if let exact = table.first(where: { $0.name == name }) { return exact }
        let possible = name.hasPrefix("--") && name.count > 2 ? table.filter { $0.name.hasPrefix(name) } : []
        if possible.count == 1 { return possible[0] }
        if !possible.isEmpty {
            throw refusal(
                name, "could be any of \(possible.map(\.name).joined(separator: ", "))", "Write more of its name.")
        }
        let near = NearestName.nearest(to: name, among: table.map(\.name))
        throw refusal(name, "is not known", near.map { "Did you mean \($0)?" } ?? "See \(program) --help.")
    }

    private static func refusal(_ path: String, _ problem: String, _ remedy: String) -> Refusal {
        .document(DocumentProblem(document: program, path: path, problem: problem, remedy: remedy))
    }
}
