package import Model

/// Why a request of an old client is refused, in the words and the shape that its family has for it.
package struct QCGRequestProblem: Error, Sendable, Hashable {
    package var text: String
    package var shape: Shape

    package enum Shape: Sendable, Hashable {
        /// `{"error": text}`: whatever the global queue's service refused its clients.
        case error
        /// `{"code": 1, "message": text}`: the stable service, and the global queue's for executors.
        case code
    }

    package init(_ text: String, _ shape: Shape) {
        self.text = text
        self.shape = shape
    }

    package var reply: String {
        var json = JSONText()
        json.object { json in
            switch shape {
            case .error: json.member("error", text)
            case .code:
                json.member("code", 1)
                json.member("message", text)
            }
        }
        return json.text
    }
}

extension QCGRequestProblem {
    /// A refusal by whoever took the jobs or the names of a request.
    package init(_ refusal: Refusal, dialect: QCGDialect) {
        let isStable = dialect == .stable
        let shape = isStable ? Shape.code : .error
        switch refusal {
        case .duplicateJob(let name): self = .duplicate(name, dialect)
        case .tooLarge(let job, _, _, _) where isStable: self.init("Not enough resources for job \(job)", shape)
        default: self.init((isStable ? "Wrong submit request: " : "") + Self.sentence(of: refusal), shape)
        }
    }

    static func duplicate(_ name: String, _ dialect: QCGDialect) -> QCGRequestProblem {
        dialect == .stable
            ? QCGRequestProblem("Job \(name) already exist", .code)
            : QCGRequestProblem("Job \(name) already exists", .error)
    }

    package static func unknownJob(_ name: String) -> QCGRequestProblem {
        QCGRequestProblem("Job '\(name)' doesn't exist", .code)
    }

    package static func unknownIteration(_ iteration: Int, of job: String) -> QCGRequestProblem {
        QCGRequestProblem("Unknown iteration \(iteration) for job \(job)", .code)
    }

    /// The service ends already, because of an earlier `finish` or `control`.
    package static let finishing = QCGRequestProblem("Finish request already requested", .code)
    /// The service has ended everything and is about to leave.
    package static let stopped = QCGRequestProblem("processing stopped", .code)

    /// Without the document's name and line, which the sender of one line of JSON has no use for.
    static func sentence(of refusal: Refusal) -> String {
        guard case .document(let problem) = refusal else { return refusal.description }
        return (problem.path.isEmpty ? "" : "\(problem.path): ") + "\(problem.problem). \(problem.remedy)"
    }
}
