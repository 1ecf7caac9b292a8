/// Why a request is impossible.
///
/// Its `description` is the sentence a person reads: what, the value, the limit, what to do.
public enum Refusal: Error, Sendable, Hashable {
    case duplicateJob(name: String)
    case unknownDependency(job: String, on: String, nearest: String?)
    case unknownIteration(job: String, on: String, iteration: Int, indices: Range<Int>)
    /// `${it}` between jobs whose iterations differ.
    case unmatchedIterations(job: String, indices: Range<Int>, on: String, theirs: Range<Int>)
    /// The names along the circle, the first again at the end.
    case dependencyCycle([String])
    case noIterations(job: String)
    case tooLarge(job: String, asked: String, largest: String, remedy: String)
    case unknownTask(TaskIdentifier)
    case unknownAttempt(AttemptIdentifier)
    case unknownNode(NodeIdentifier)
    case unknownJob(JobIdentifier)
    /// Only what has ended can be removed.
    case unendedJob(name: String)
    /// A job that has not ended depends on it.
    case neededJob(name: String, by: String)
    /// A change that would leave something impossible: what is wrong, a clause.
    case impossibleChange(job: String, problem: String)
    /// A document that can't be read as what it claims to be.
    case document(DocumentProblem)
}

/// What is wrong in a file or a command line, and where.
public struct DocumentProblem: Sendable, Hashable {
    /// `jobs.json`, `standard input`, `command line`.
    public var document: String
    /// From 1; none when it concerns the document as a whole.
    public var line: Int?
    public var column: Int?
    /// `jobs[2].resources.cores.exact`; empty at the top.
    public var path: String
    /// What is wrong, with the value and the limit: `asks for -1 cores; at least 0.001 are needed`.
    public var problem: String
    /// What to do, a sentence.
    public var remedy: String

    public init(
        document: String, line: Int? = nil, column: Int? = nil, path: String = "", problem: String, remedy: String
    ) {
        self.document = document
        self.line = line
        self.column = column
        self.path = path
        self.problem = problem
        self.remedy = remedy
    }
}

extension Refusal: CustomStringConvertible {
    public var description: String {
        switch self {
        case .duplicateJob(let name):
            return "job \"\(name)\" exists already. Give one of the two another name."
        case .unknownDependency(let job, let on, let nearest):
            let hint = nearest.map { "Did you mean \"\($0)\"?" } ?? "Submit it before, or in the same file."
            return "job \"\(job)\" depends on \"\(on)\", which does not exist. \(hint)"
        case .unknownIteration(let job, let on, let iteration, let indices):
            return """
                job "\(job)" depends on iteration \(iteration) of "\(on)", whose iterations are \
                \(Self.span(indices)). Name one of these, or the whole job.
                """
        case .unmatchedIterations(let job, let indices, let on, let theirs):
            return """
                each iteration of job "\(job)" (\(Self.span(indices))) depends on the same one of "\(on)", which \
                has \(Self.span(theirs)). Give both the same range, or depend on the whole job.
                """
        case .dependencyCycle(let names):
            return "jobs wait for each other in a circle: \(names.joined(separator: " → ")). Remove one dependency."
        case .noIterations(let job):
            return "job \"\(job)\" has no iterations. Give its range or list at least one value."
        case .tooLarge(let job, let asked, let largest, let remedy):
            return "job \"\(job)\" asks for \(asked); \(largest). \(remedy)"
        case .unknownTask(let task):
            return "there is no task \(task.job.number):\(task.iteration). See `rota list --all`."
        case .unknownAttempt(let attempt):
            return "there is no attempt \(attempt.number)."
        case .unknownNode(let node):
            return "there is no node \(node.number)."
        case .unknownJob(let job):
            return "there is no job \(job.number). See `rota list --all`."
        case .unendedJob(let name):
            return "job \"\(name)\" has not ended. Cancel it first, or wait until it has."
        case .neededJob(let name, let by):
            return "job \"\(by)\" depends on \"\(name)\" and has not ended. Remove \"\(name)\" after it."
        case .impossibleChange(let job, let problem):
            return "job \"\(job)\" can't be changed so: \(problem)."
        case .document(let problem):
            return problem.description
        }
    }

    private static func span(_ indices: Range<Int>) -> String {
        indices.count == 1 ? "\(indices.lowerBound)" : "\(indices.lowerBound) to \(indices.upperBound - 1)"
    }
}

extension DocumentProblem: CustomStringConvertible {
    /// `jobs.json:12:7: jobs[2].resources.cores.exact: asks for …; … . Lower it.`
    public var description: String {
        var place = document
        if let line { place += ":\(line)" }
        if line != nil, let column { place += ":\(column)" }
        let field = path.isEmpty ? "" : " \(path):"
        return "\(place):\(field) \(problem). \(remedy)"
    }
}
