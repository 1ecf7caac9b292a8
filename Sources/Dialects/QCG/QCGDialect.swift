/// The two spellings of QCG's job descriptions: of the experimental version with its global queue, and of the stable one.
enum QCGDialect {
    case globalQueue, stable
}
