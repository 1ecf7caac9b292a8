import Model
import Posix
import Testing

/// Large numbers leave little behind.
@Suite struct ManyTasksTests {
    @Test("twenty thousand silent tasks all succeed and leave fewer than 100 files")
    func silent() throws {
        let place = try Workplace()

        let finished = try place.rota("run", "--quiet", "--range", "0-19999", "--", "true")

        #expect(finished.code == 0, "\(finished.testDescription)")
        let files = try place.shell("find .rota | wc -l; du -sb .rota | cut -f 1").outputLines.compactMap { Int($0) }
        try #require(files.count == 2)
        #expect(files[0] < 100)
        // 50 bytes a task are promised, of files that are packed after the end.
        #expect(files[1] < 20_000 * 50 + 100_000)
        #expect(try Record(in: place.state).count(of: .succeeded) == 20_000)
    }
}
