package import Model

/// The programs of the scheduler for TensorFlow programs that this one stands for when it is called by their name.
package enum TensorFlowProgram: String, CaseIterable, Sendable {
    case scheduler = "run_scheduler.py"
    /// One policy, said by options of its own.
    case single = "run_scheduler_one.py"
    case trace = "run_trace.py"

    /// The name of a link, or the first word after our own: `rota run_scheduler.py …`.
    ///
    /// - Parameter arguments: with the program's own name first.
    package static func meant(by arguments: [String]) -> (program: TensorFlowProgram, words: [String])? {
        guard let name = arguments.first?.split(separator: "/").last else { return nil }
        if let program = TensorFlowProgram(rawValue: String(name)) { return (program, Array(arguments.dropFirst())) }
        guard let word = arguments.dropFirst().first, let program = TensorFlowProgram(rawValue: word) else {
            return nil
        }
        return (program, Array(arguments.dropFirst(2)))
    }

    /// The same in the words of our own command.
    ///
    /// - Parameter words: what follows its name.
    package func translated(_ words: [String]) throws(Refusal) -> [String] {
        var result = ["tensorflow"]
        var containers: String?
        var series: String?
        var rest = words[...]
        var others: [String] = []
        while let word = rest.popFirst() {
            guard let meaning = meanings[word] else {
                others.append(word)
                continue
            }
            guard let value = rest.popFirst() else {
                throw .document(
                    DocumentProblem(
                        document: rawValue, path: word, problem: "needs a value", remedy: "Write \(word) VALUE."))
            }
            switch meaning {
            case .option(let name): result += ["--\(name)", value]
            case .containers: containers = value
            case .results: series = value
            }
        }
        if let series { result += ["--results", "Data/log/\(series)"] }
        return result + (containers.map { ["1", $0] } ?? []) + others
    }

    private enum Meaning: Sendable {
        case option(String)
        case containers
        /// The name of the test, which its results are kept under.
        case results
    }

    private var meanings: [String: Meaning] {
        switch self {
        case .scheduler: [:]
        case .single:
            [
                "-n": .results, "-p": .option("policy"), "-ap": .option("assignment"), "-c": .containers,
                "-tf": .option("tensorflow"),
            ]
        case .trace:
            [
                "-n": .containers, "-p": .option("policy"), "-a": .option("assignment"), "-t": .option("tensorflow"),
            ]
        }
    }
}
