import Dialects
import Model

/// A request as an old client sends it, in the tests' own moment.
func receive(_ text: String, at endpoint: QCGDialect = .stable) throws(QCGRequestProblem) -> QCGRequest {
    var context = SubmissionContext(
        now: Instant(nanoseconds: 1_795_255_872_345_678_000), zoneOffsetSeconds: 7200, seed: 1)
    return try QCGRequest.read(Array(text.utf8), endpoint: endpoint, context: &context)
}

/// What a request is refused for; nothing when it is taken.
func refusedRequest(_ text: String, at endpoint: QCGDialect = .stable) -> QCGRequestProblem? {
    do throws(QCGRequestProblem) {
        _ = try receive(text, at: endpoint)
    } catch {
        return error
    }
    return nil
}

/// A JSON text without the blanks and line ends between its parts, so that layouts compare equal.
func compact(_ text: String) -> String {
    var result = ""
    var isInside = false
    var isEscaped = false
    for letter in text {
        if isInside {
            if letter == "\"", !isEscaped { isInside = false }
            isEscaped = letter == "\\" && !isEscaped
        } else if letter == "\"" {
            isInside = true
        } else if letter.isWhitespace {
            continue
        }
        result.append(letter)
    }
    return result
}
