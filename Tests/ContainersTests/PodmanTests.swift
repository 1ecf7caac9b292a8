import EngineDaemon
import Posix
import Testing

/// What is said where the engine is a real Podman that lacks what containers need here.
@Suite(
    .serialized,
    .enabled(if: PodmanService.canRunWithoutUpdate, "it needs root, and a Podman before 5.1"))
struct PodmanTests {
    private let podman: PodmanService
    private let place: Workplace

    init() throws {
        podman = try PodmanService()
        place = try Workplace()
        place.environment = podman.environment.merging(
            ["XDG_CONFIG_HOME": place.folder, "XDG_RUNTIME_DIR": ""]
        ) { $1 }
    }

    private var sentence: String {
        "the engine at \(podman.socket) is Podman \(PodmanService.version), which can't change a running container"
    }

    @Test("a run and a check refuse a job in a container, and name the engine and what it lacks")
    func refused() throws {
        try place.write(#"{"jobs": [{"name": "task", "container": "tiny:1", "run": ["true"]}]}"#, to: "jobs.json")

        for command in ["run", "check"] {
            let run = try place.rota(command, "jobs.json")

            #expect(run.code == 2, "\(run.testDescription)")
            #expect(run.errors.contains(sentence), "\(run.testDescription)")
        }
    }

    @Test("rota doctor says what the engine lacks")
    func doctor() throws {
        let found = try place.rota("doctor").output

        #expect(found.contains("! engine: \(sentence)"), "\(found)")
    }

    @Test("the TensorFlow scheduler's door refuses, and a job without a container runs")
    func others() throws {
        try place.write("execution,0,tf_scheduler,1,0\n", to: "requests_file.txt")

        let door = try place.rota("tensorflow", "1", "1")
        let run = try place.rota("run", "--", "echo", "fine")

        #expect(door.code == 2 && door.errors.contains(sentence), "\(door.testDescription)")
        #expect(run.code == 0 && run.output == "fine\n", "\(run.testDescription)")
    }

    @Test("an executor says that it offers no containers, and why a task waits says why")
    func waits() throws {
        let service = try place.start(rota: "serve")
        #expect(wait { service.isOver || service.output.contains("http ") }, "\(service.errors)")
        let executor = try place.start(rota: "executor")
        #expect(wait { (try? place.rota("nodes").outputLines.count) == 2 }, "\(executor.errors)")

        let submitted = try place.rota("submit", "--name", "task", "--image", "tiny:1", "--", "true")
        let why = try place.rota("why", "task")

        #expect(why.output.contains(sentence), "\(submitted.testDescription)\n\(why.testDescription)")
        #expect("\(executor.output)\(executor.errors)".contains("no containers here: \(sentence)"))
        executor.kill(.terminate)
        try executor.finish()
        service.kill(.terminate)
        try service.finish()
    }
}
