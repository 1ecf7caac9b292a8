/// The two families of QCG: the experimental version with its global queue, and the stable one.
///
/// They differ in the fields of a job description, and in requests, replies and error texts.
package enum QCGDialect: Sendable, Hashable {
    case globalQueue, stable
}
