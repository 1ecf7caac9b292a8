internal import Dialects
internal import Glibc
internal import Model
internal import Posix

/// The clock, the time zone and the chance that a job file's macros may ask for, taken once for all files of a call.
enum SubmissionMoment {
    static func now() -> SubmissionContext {
        let nanoseconds = Clock.wallNanoseconds()
        var seconds = time_t(nanoseconds / 1_000_000_000)
        var local = tm()
        localtime_r(&seconds, &local)
        var generator = SystemRandomNumberGenerator()
        return SubmissionContext(
            now: Instant(nanoseconds: nanoseconds), zoneOffsetSeconds: local.tm_gmtoff, seed: generator.next())
    }
}
