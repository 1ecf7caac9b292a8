/// The spellings of QCG's job descriptions: the experimental version's, with its global queue, and the stable one's.
enum QCGDialect {
    case globalQueue, stable
}
