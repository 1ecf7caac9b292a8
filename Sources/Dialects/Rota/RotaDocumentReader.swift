import Model

struct RotaDocumentReader {
    private(set) var jobs: [Job] = []
    private(set) var places: [Int] = []

    mutating func read(_ root: JSONValue) throws(Refusal) {}
}
