import EngineDaemon
import Posix
import Testing

/// The TensorFlow scheduler's door on a real engine, with a small program in TensorFlow's place.
@Suite(.serialized, .enabled(if: EngineDaemon.canRun, "an engine needs root"))
final class TensorFlowRunTests {
    private let engine: EngineDaemon
    private let place: Workplace

    init() throws {
        engine = try EngineDaemon()
        place = try Workplace()
        place.environment = engine.environment
        try FileSystem.makeDirectories(place.path("scheduler"))
        try FileSystem.makeDirectories(place.path("Scheduler-host"))
        let training = """
            echo trained; echo {} > $ROTA_TIMELINE_FOLDER/timeline.json; echo epoch 1 5 6 1 > $ROTA_EPOCHS_FILE; \
            touch /home/Scheduler/begun
            """
        try makeImage("tf_scheduler", training)
        try makeImage("tf_endless", "touch /home/Scheduler/begun; exec sleep 600")
        try makeImage("tf_broken", "exit 3")
    }

    /// An image that says by itself what is run, as the scheduler's images do.
    private func makeImage(_ name: String, _ line: String) throws {
        try engine.docker("create", "--name", "seed", EngineDaemon.image, "true")
        let made = try engine.docker("commit", "--change", #"CMD ["sh", "-c", "\#(line)"]"#, "seed", name)
        try #require(made.isSuccess)
        try engine.docker("rm", "seed")
    }

    private func write(_ requests: String, _ parameters: String) throws {
        try place.write(requests, to: "Scheduler-host/requests_file.txt")
        try place.write(parameters, to: "Scheduler-host/parameters.json")
    }

    @Test("the old command line runs the old files, and leaves the files it always left")
    func whole() throws {
        try write(
            "execution,0,tf_scheduler,1,0\nexecution,5,tf_scheduler,2,0\nupdate,5,tf_scheduler,12,0\n",
            #"{"assignment_policy": "always_attend", "tf_model": "lenet"}"#)

        let line = "ln -s \(Executables.rota) run_scheduler.py && ./run_scheduler.py 1 2 --port none --memory-gate none"
        let run = try place.shell(line)

        #expect(run.code == 0, "\(run.testDescription)")
        let results = "Data/log/2Contenedores"
        let events = place.lines(of: "\(results)/scheduler_events.txt").map {
            $0.split(separator: ",", omittingEmptySubsequences: false)
        }
        #expect(
            events.map { $0.prefix(6) }.dropFirst() == [
                ["lenet", "always_attend", "maleable", "0", "1", "1"],
                ["lenet", "always_attend", "maleable", "5", "1", "1"],
            ])
        #expect(place.lines(of: "\(results)/gantt_events.txt").first == "Task,Start,Finish,Cores,RequestId")
        #expect(place.lines(of: "\(results)/occupation_timeline.csv").count > 1)
        #expect(place.lines(of: "\(results)/containers_failed.txt") == ["0"])
        #expect(place.lines(of: "\(results)/log-instance0") == ["trained"])
        #expect(place.lines(of: "\(results)/Outputs/instance0/timeline.json") == ["{}"])
        let tasks = place.lines(of: "\(results)/gantt_events.txt").map { $0.prefix { $0 != "," } }
        #expect(Set(tasks) == ["Task", "-1", "-2", "0", "5", "0.5", "5.5"])
        for name in ["throughput_2.txt", "times_containers_2.txt", "client_events_2.txt", "summary.csv"] {
            #expect(!place.lines(of: "\(results)/\(name)").isEmpty, "\(name)")
        }
        #expect(place.content(of: "\(results)/timeline.html").contains("instance5"))
        #expect(FileSystem.exists(place.path("scheduler/begun")))
        #expect(try engine.containers() == [])
    }

    @Test("a container that fails is counted, and the next execution has a folder of its own")
    func failed() throws {
        try write("execution,0,tf_broken,1,0\n", "{}")

        let run = try place.rota("tensorflow", "2", "--port", "none", "--memory-gate", "none")

        #expect(run.code == 1, "\(run.testDescription)")
        for folder in ["1Contenedores", "1Contenedores_2"] {
            #expect(place.lines(of: "Data/log/\(folder)/containers_failed.txt") == ["1"])
        }
    }

    @Test("Ctrl-Z ends what runs, and the files are written")
    func suspended() throws {
        try write("execution,0,tf_endless,1,0\n", "{}")
        let run = try place.start(rota: "tensorflow", "--port", "none", "--memory-gate", "none")
        #expect(wait { FileSystem.exists(self.place.path("scheduler/begun")) })
        #expect(try engine.containers() == ["instance0"])

        run.kill(.suspend)

        let finished = try run.finish()
        #expect(finished.code == 130, "\(finished.testDescription)")
        #expect(place.lines(of: "Data/log/1Contenedores/containers_failed.txt") == ["1"])
        #expect(try engine.containers() == [])
    }

    @Test("where somebody has a container of that name, it is left alone, and ours is called otherwise")
    func taken() throws {
        try engine.docker("create", "--name", "instance0", EngineDaemon.image, "true")
        try write("execution,0,tf_endless,1,0\n", "{}")
        let run = try place.start(rota: "tensorflow", "--port", "none", "--memory-gate", "none")
        #expect(wait { FileSystem.exists(self.place.path("scheduler/begun")) })
        let names = try engine.containers()
        #expect(names.count == 2 && names.contains { $0.hasPrefix("instance0-") }, "\(names)")

        run.kill(.suspend)

        try run.finish()
        #expect(try engine.containers() == ["instance0"])
        #expect(try engine.state(of: "instance0", "{{.State.Status}}") == "created")
    }

    @Test("more threads than the machine has are refused under strict, before anything is written")
    func tooLarge() throws {
        try write("execution,0,tf_scheduler,60000,0\n", "{}")

        let run = try place.rota("tensorflow", "1", "1")

        #expect(run.code == 2, "\(run.testDescription)")
        #expect(run.errors.contains("requests_file.txt:1: threads: is 60000"), "\(run.testDescription)")
        #expect(!FileSystem.exists(place.path("Data")))
    }
}
