import Posix
import Testing

@Suite("the Python that programs import")
struct PythonTests {
    @Test("its own tests hold, also in a real image with TensorFlow")
    func ownTestsHold() throws {
        let root = FileSystem.folder(of: FileSystem.folder(of: FileSystem.folder(of: #filePath)))
        let strange = ["ROTA_", "TF_", "DOCKER_", "PYTHON"].map { Array($0.utf8) }
        let usual = Environment.entries().filter { entry in !strange.contains { entry.starts(with: $0) } }
        let rota = FileSystem.folder(of: try Process.executablePath()) + "/rota"
        let own = ["PYTHONPATH=\(root)/python", "TESTED_ROTA=\(rota)"].map { Array($0.utf8) }

        let words = ["python3", "-B", "-m", "unittest", "discover", "-s", "\(root)/python/tests"]

        let run = try Process.run(
            "/usr/bin/python3", arguments: words, environment: usual + own, nanoseconds: 1800 * 1_000_000_000)

        #expect(run.end == .exited(0), "\(String(decoding: run.errors, as: UTF8.self))")
    }
}
