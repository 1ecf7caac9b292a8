package import Dialects

/// How a service serves clients of the QCG systems.
package struct QCGOffer: Sendable {
    /// Whose service it stands for; a request that names no family is refused in this one's words.
    package var dialect: QCGDialect
    /// `host.1234`: what it calls itself.
    package var instance: String
    /// Where clients without keys are served: whoever reaches the address runs commands as its owner. None: nowhere.
    package var plainAddress: String?
    /// Tried in turn.
    package var plainPorts = [0]
    /// Whether the ports it had before are tried first, so that who was connected finds it again.
    package var keepsPorts = false
    /// Where changes are published, at the plain address; none: nowhere.
    package var publisherPorts: [Int]?
    /// Whether clients that carry keys are served, too, on a port of their own.
    package var servesKeyed = false
    /// A folder in which `jobs.report` and what a resumption needs are kept; none: they are not.
    package var reports: QCGReportFiles?
    /// Told of each attempt that starts or ends, a sentence; none: nobody wants to know.
    package var progress: (@Sendable (String) -> Void)?
    /// Of the user and the program, for those who ask.
    package var account = ""
    package var program = ""
    package var takesFiles = false
    /// The clock, the time zone and a random number, for each request.
    package var moment: @Sendable () -> SubmissionContext

    package init(dialect: QCGDialect, instance: String, moment: @escaping @Sendable () -> SubmissionContext) {
        self.dialect = dialect
        self.instance = instance
        self.moment = moment
    }
}

/// Where and how a service of the stable family writes what becomes of its jobs.
package struct QCGReportFiles: Sendable, Hashable {
    /// The auxiliary folder.
    package var folder: String
    /// Whole path of the report; none: there is none.
    package var report: String?
    /// Whether the report is an object a line, or text for people.
    package var isJSON: Bool

    package init(folder: String, report: String?, isJSON: Bool) {
        self.folder = folder
        self.report = report
        self.isJSON = isJSON
    }
}
