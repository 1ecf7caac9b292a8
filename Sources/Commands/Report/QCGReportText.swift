import Dialects
import Model
import Service

/// A run as QCG's `jobs.report`: an entry for each task and each job, in the order they ended.
enum QCGReportText {
    static func bytes(of record: RunRecord, isJSON: Bool) throws -> [UInt8] {
        var entries = QCGReportEntries()
        var zoneOffsetSeconds = 0
        var bytes: [UInt8] = []
        try record.read { fact in
            if case .runOpened(_, let at) = fact { zoneOffsetSeconds = CalendarTime.zoneOffsetSeconds(at: at) }
            entries.take(fact) { entry in
                let text =
                    isJSON
                    ? QCGReport.json(entry, zoneOffsetSeconds: zoneOffsetSeconds)
                    : QCGReport.text(entry, zoneOffsetSeconds: zoneOffsetSeconds)
                bytes.append(contentsOf: text.utf8)
            }
        }
        return bytes
    }
}
