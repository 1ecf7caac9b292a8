import Dialects
import Model

/// Words of a view on this screen: a view says moments in universal time, a person reads the clock on the wall.
enum LocalTime {
    /// - Parameter moment: the one that the words say.
    static func text(_ words: String, _ moment: Instant?) -> String {
        guard let moment else { return words }
        return words.replacing(Dates.text(moment), with: CalendarTime.local(moment))
    }
}
