import EngineDaemon
import Posix
import Testing

/// The old client's protocol from inside a container of a real engine, over its bridge.
@Suite(.enabled(if: EngineDaemon.canRun, "an engine needs root"))
struct TensorFlowClientTests {
    /// What a container does: it says that it is there, waits until it is told its threads, says that it is over, and
    /// waits until that was heard.
    private static let line = """
        cd /home/Scheduler; : > heard; \
        { printf '17\\n{\"status\":\"init\"}'; \
        until busybox grep -q maleable heard; do sleep 0.1; done; \
        printf '17\\n{\"status\":\"exit\"}'; \
        until busybox grep -q -e -1, heard; do sleep 0.1; done; } | busybox nc 172.17.0.1 65000 > heard
        """

    @Test("a client finds the scheduler at the bridge, and hears its threads and that its end was heard")
    func whole() throws {
        let engine = try EngineDaemon(.init(isBridged: true))
        let place = try Workplace()
        place.environment = engine.environment
        place.wrapper = try engine.entry()
        try FileSystem.makeDirectories(place.path("scheduler"))
        try place.write(Self.line, to: "scheduler/client.sh")
        try engine.docker("create", "--name", "seed", EngineDaemon.image, "true")
        let change = #"CMD ["sh", "/home/Scheduler/client.sh"]"#
        try #require(try engine.docker("commit", "--change", change, "seed", "tf_scheduler").isSuccess)
        try engine.docker("rm", "seed")
        try place.write("execution,4,tf_scheduler,1,0\n", to: "requests_file.txt")

        let run = try place.rota("tensorflow", "1", "1", "--port", "none", "--memory-gate", "none")

        #expect(run.code == 0, "\(run.testDescription)")
        let heard = place.content(of: "scheduler/heard")
        let welcome = #"{"container":4,"tf_use":"maleable","inter_parallelism":1,"intra_parallelism":1}"#
        #expect(heard == "79\n\(welcome)61\n" + #"{"container":4,"inter_parallelism":-1,"intra_parallelism":-1}"#)
    }
}
