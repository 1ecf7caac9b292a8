import Testing

@Suite("pure rooms are pure")
struct PurityTests {
    /// What each pure room may import beside rooms of the house.
    static let pureRooms: [(name: String, modules: Set<String>)] = [
        ("Model", []), ("Plan", []), ("Wire", []), ("Links", []), ("Rehearsal", []),
        ("Dialects", ["Foundation", "FoundationEssentials"]),
    ]

    @Test("a pure room imports nothing but pure rooms, and Dialects Foundation's coders", arguments: pureRooms)
    func importsArePure(room: String, modules: Set<String>) {
        let allowed = modules.union(Self.pureRooms.map(\.name))

        let banned = SourceTree.files(of: room).flatMap { file in
            file.imports.filter { !allowed.contains($0) }.map { "\(file.path): import \($0)" }
        }

        #expect(banned == [])
    }

    @Test(
        "a pure room reads no clock, draws no unseeded random number and does no input or output", arguments: pureRooms)
    func nothingOutsideIsAsked(room: String, modules: Set<String>) {
        let clocks = #"\bDate\(\)|\bDate\.now|\bDate\(timeIntervalSinceNow|\b\w*Clock\(\)|\bDispatch\w+|\bgettimeofday"#
        let chance =
            #"\.random\(in: (?![^\n]*using:)|\bSystemRandomNumberGenerator|\bUUID\(\)|\brandomElement\(\)"#
        let order = #"\bshuffled?\(\)|\.hashValue\b|\bHasher\(\)"#
        let outside =
            #"\bFileManager\b|\bFileHandle\b|\bProcessInfo\b|\bURLSession\b|\bBundle\b|(?<![.\w])print\(|\breadLine\("#
        let threads = #"\bThread\b|\bTask\.(?:detached|sleep|yield)|(?<![.\w])Task \{"#
        let patterns = [clocks, chance, order, outside, threads]

        let asked = SourceTree.files(of: room).flatMap { file in patterns.flatMap { file.places(of: $0) } }

        #expect(asked == [])
    }
}
