import Testing

@Suite("the house is as its map says")
struct MapTests {
    @Test("MAP.md holds every room with a sentence and the rooms it names, as Package.swift declares them")
    func theMapAgreesWithThePackage() throws {
        let house = try House()
        let map = try #require(HouseMap())

        let declared = house.rooms.map { "\($0.name) -> \(($0.dependencies ?? []).sorted())" }
        let drawn = map.rooms.map { "\($0.name) -> \($0.dependencies.sorted())" }.sorted()

        #expect(drawn == declared.sorted())
        #expect(map.rooms.filter { !$0.sentence.hasSuffix(".") }.map(\.name) == [])
        #expect(map.rooms.filter { !map.drawing.contains($0.name) }.map(\.name) == [])
    }

    @Test("arrows go down: a room names only rooms that stand below it on the map")
    func arrowsGoDown() throws {
        let map = try #require(HouseMap())
        let heights = Dictionary(map.rooms.enumerated().map { ($1.name, $0) }) { first, _ in first }

        let upward = map.rooms.flatMap { room in
            room.dependencies.filter { (heights[$0] ?? -1) <= (heights[room.name] ?? 0) }
                .map { "\(room.name) -> \($0)" }
        }

        #expect(upward == [])
    }

    @Test("a room imports only the rooms that Package.swift lets it name")
    func importsAreDeclared() throws {
        let house = try House()
        let names = Set(house.rooms.map(\.name))

        let undeclared = house.rooms.flatMap { room in
            SourceTree.files(of: room.name).flatMap { file in
                file.imports.filter { names.contains($0) && room.dependencies?.contains($0) != true }
                    .map { "\(file.path): import \($0)" }
            }
        }

        #expect(undeclared == [])
    }

    @Test("every room has a page that carries its name and says more than that")
    func roomsHavePages() throws {
        let house = try House()
        let pages = Dictionary(SourceTree.pages.map { ($0.path, $0.text) }) { first, _ in first }

        let without = house.rooms.filter { room in
            let page = pages[room.path + "/README.md"] ?? ""
            let lines = page.split(separator: "\n").count
            return !room.isSystemLibrary && !(page.hasPrefix("# \(room.name)") && lines > 3)
        }

        #expect(without.map(\.name) == [])
    }
}

extension SourceFile {
    /// The modules it names.
    var imports: [String] {
        matches(
            of: #"^\s*(?:@\w+ )*(?:package |public |internal |private )?import (?:struct |class |enum |func )?(\w+)"#
        )
        .map { $0.groups[1] }
    }
}
