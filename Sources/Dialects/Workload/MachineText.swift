package import Model

/// How people write a machine in a word: `256`, `4,4`, `a:4,b:8`, `16x48`, `16x48/256G/2numa/4gpu/licence=2`.
package enum MachineText {
    private static let example =
        "Write cores as 4,4, names as a:4,b:8, nodes times cores as 16x48, and what each has besides as "
        + "16x48/256G/2numa/4gpu/licence=2."

    package static func read(_ text: String) throws(ReadingProblem) -> [Node] {
        var groups: [MachineGroup] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let amounts = part.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
            var group = try cores(amounts[0], in: text)
            for amount in amounts.dropFirst() { try take(amount, into: &group) }
            group.named.sort { $0.name < $1.name }
            groups.append(group)
        }
        return try MachineGroup.nodes(of: groups)
    }

    private static func cores(_ text: String, in whole: String) throws(ReadingProblem) -> MachineGroup {
        var name: String?
        var size = text[...]
        if let colon = text.lastIndex(of: ":") {
            name = String(text[..<colon])
            size = text[text.index(after: colon)...]
            try Names.checkWord(name ?? "")
        }
        let factors = size.split(separator: "x", omittingEmptySubsequences: false).map { count($0) }
        if factors.count == 1, let cores = factors[0] { return MachineGroup(name: name, cores: cores) }
        if factors.count == 2, let nodes = factors[0], let cores = factors[1] {
            return MachineGroup(name: name, count: nodes, cores: cores)
        }
        throw ReadingProblem(
            "is \"\(Abridged.text(whole))\", in which \"\(Abridged.text(text))\" is no node with 1 to "
                + "\(MachineGroup.mostCores) cores", example)
    }

    private static func count(_ text: some StringProtocol) -> Int? {
        guard let count = Int(text), (1...MachineGroup.mostCores).contains(count) else { return nil }
        return count
    }

    private static func take(_ text: String, into group: inout MachineGroup) throws(ReadingProblem) {
        if text.contains("=") {
            let amount = try Amounts.readNamed(text)
            guard !group.named.contains(where: { $0.name == amount.name }) else {
                throw ReadingProblem("names \"\(amount.name)\" twice", "Remove one of the two.")
            }
            group.named.append(amount)
        } else if let text = prefix(of: text, before: "gpu") {
            group.gpus = try number(text, in: 1...MachineGroup.mostGPUs, "GPUs")
        } else if let text = prefix(of: text, before: "numa") {
            group.domains = try number(text, in: 1...MachineGroup.mostCores, "NUMA domains")
        } else {
            group.memory = try MemoryAmounts.read(text)
        }
    }

    private static func prefix(of text: String, before word: String) -> Substring? {
        text.lowercased().hasSuffix(word) ? text.dropLast(word.count) : nil
    }

    private static func number(
        _ text: Substring, in range: ClosedRange<Int>, _ what: String
    ) throws(ReadingProblem) -> Int {
        guard let number = Int(text), range.contains(number) else {
            throw ReadingProblem(
                "has \"\(Abridged.text(String(text)))\" \(what); "
                    + "\(range.lowerBound) to \(range.upperBound) are possible",
                example)
        }
        return number
    }
}
