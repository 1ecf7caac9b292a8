internal import Dialects
internal import Model
internal import Rehearsal

extension RehearsalPage {
    /// One figure by which policies are compared.
    struct Figure {
        /// In JSON and CSV.
        var name: String
        /// In tables.
        var title: String
        var path: KeyPath<Score, Double>
        var shape: Shape
        /// Columns with larger numbers leave a narrow table first.
        var dispensability: Int
        /// Left out of tables where it is nothing under every policy.
        var isOptional = false

        enum Shape { case time, ratio, share, hourly }

        func text(of score: Score) -> String {
            let value = score[keyPath: path]
            switch shape {
            case .time: return "\(Duration(nanoseconds: Int64(value * 1e9)))"
            case .ratio: return Self.decimal(value)
            case .share: return "\(Self.decimal(value * 100)) %"
            case .hourly: return Self.decimal(value * 3600)
            }
        }

        /// One digit behind the point.
        private static func decimal(_ value: Double) -> String {
            let tenths = Int((value * 10).rounded())
            return "\(Wording.count(tenths / 10)).\(tenths % 10)"
        }
    }

    /// In the order of the tables, times in seconds.
    static var figures: [Figure] {
        [
            Figure("meanBoundedSlowdown", "Slowdown", \.meanSlowdown, .ratio, 0),
            Figure("largestBoundedSlowdown", "Largest", \.largestSlowdown, .ratio, 5),
            Figure("meanWaitSeconds", "Mean wait", \.meanWait, .time, 0),
            Figure("longestWaitSeconds", "Longest wait", \.longestWait, .time, 0),
            Figure("meanResponseSeconds", "Mean response", \.meanResponse, .time, 4),
            Figure("longestResponseSeconds", "Longest response", \.longestResponse, .time, 8),
            Figure("meanTimeToFirstRunSeconds", "First run", \.meanTimeToFirstRun, .time, 7),
            Figure("longestTimeToFirstRunSeconds", "Latest first run", \.longestTimeToFirstRun, .time, 10),
            Figure("meanServiceTimeSeconds", "Service", \.meanServiceTime, .time, 9),
            Figure("meanPausedSeconds", "Paused", \.meanPausedTime, .time, 2, isOptional: true),
            Figure("utilisation", "Used", \.utilisation, .share, 0),
            Figure("makespanSeconds", "Makespan", \.makespan, .time, 1),
            Figure("tasksPerSecond", "Jobs/h", \.productivity, .hourly, 3),
        ]
    }
}

extension RehearsalPage.Figure {
    init(
        _ name: String, _ title: String, _ path: KeyPath<Score, Double>, _ shape: Shape, _ dispensability: Int,
        isOptional: Bool = false
    ) {
        self.init(
            name: name, title: title, path: path, shape: shape, dispensability: dispensability,
            isOptional: isOptional)
    }
}
