import EngineDaemon
import Posix
import Testing

/// Containers that stand still and are resized while a service, an executor and an engine are what they are.
@Suite(.serialized, .enabled(if: EngineDaemon.canRun, "an engine needs root"))
final class ContainerAdjustingTests {
    private let engine: EngineDaemon
    private let place: Workplace

    init() throws {
        engine = try EngineDaemon()
        place = try Workplace()
        place.environment = engine.environment.merging(
            ["XDG_CONFIG_HOME": place.folder, "XDG_RUNTIME_DIR": ""]
        ) { $1 }
    }

    private func service(_ options: String...) throws -> Running {
        let service = try place.start([Executables.rota, "serve"] + options)
        let listens = wait { service.isOver || service.output.contains("http ") }
        try #require(listens && !service.isOver, "\(service.errors)")
        return service
    }

    /// Submits a shell's script that is over once there is a file `go`, and returns when it runs.
    private func submit(_ script: String, _ options: String..., finally: String = "true") throws {
        let submitted = try place.start(
            [Executables.rota, "submit", "--name", "long", "--image", EngineDaemon.image] + options + [
                "--volume", "\(place.folder):/shared", "--", "sh", "-c",
                "\(script); touch /shared/begun; while ! [ -e /shared/go ]; do sleep 0.05; done; echo done; \(finally)",
            ]
        ).finish()
        #expect(submitted.code == 0, "\(submitted.testDescription)")
        #expect(wait { FileSystem.exists(self.place.path("begun")) })
    }

    /// Waits for what the engine says of the one container there is.
    private func engineSays(_ expected: String, _ template: String = "{{.State.Paused}}") throws -> Bool {
        let name = try engine.containers().first ?? ""
        return wait { (try? self.engine.state(of: name, template)) == expected }
    }

    private func pause() throws {
        let paused = try place.rota("pause", "long", "--running")
        #expect(paused.code == 0, "\(paused.testDescription)")
        #expect(try engineSays("true"))
    }

    private func goOn() throws {
        try place.write("", to: "go")
        let unpaused = try place.rota("unpause", "long")
        #expect(unpaused.code == 0, "\(unpaused.testDescription)")
    }

    private func expectSuccess() throws {
        let result = try place.rota("wait", "long")
        #expect(result.code == 0, "\(result.testDescription)")
        #expect(try place.rota("logs", "long").output == "done\n")
        #expect(try engine.containers() == [])
    }

    @Test("a paused container stands still, also while the service is gone and comes back, and goes on when asked")
    func killedService() throws {
        let first = try service()
        let executor = try place.start(rota: "executor")
        try submit("true")
        try pause()

        first.kill()
        _ = wait { first.isOver }
        let second = try service()
        #expect(wait { (try? self.place.rota("why", "long"))?.output.contains("paused") == true })
        #expect(try engineSays("true"))
        try goOn()

        try expectSuccess()
        executor.kill(.terminate)
        try executor.finish()
        second.kill(.terminate)
        try second.finish()
    }

    /// A program that tells of an epoch, and saves when it is asked.
    private func submitTraining() throws {
        let script = """
            echo epoch 1 5 6 1 > /shared/epochs; \
            { (until busybox tail -n 1 $ROTA_WIDTH_FILE | busybox grep -q save; do sleep 0.05; done; \
            echo saved 1 7 >> /shared/epochs)& }
            """
        try submit(script, "--cores", "1-2", "--malleable", "--env", "ROTA_EPOCHS_FILE=/shared/epochs")
    }

    @Test("a training whose cores go to somebody more urgent saves before it stands still")
    func savesForAnother() throws {
        let service = try service("--policy", "easy+pause")
        let executor = try place.start(rota: "executor", "--use-cores", "1", "--save-time", "10min")
        try submitTraining()
        try place.write(#"{"jobs": [{"name": "urgent", "priority": 9, "run": ["true"]}]}"#, to: "urgent.json")

        try place.rota("submit", "urgent.json")
        let urgent = try place.rota("wait", "urgent")

        #expect(urgent.code == 0, "\(urgent.testDescription)")
        #expect(place.lines(of: "epochs") == ["epoch 1 5 6 1", "saved 1 7"])
        try place.write("", to: "go")
        try expectSuccess()
        executor.kill(.terminate)
        try executor.finish()
        service.kill(.terminate)
        try service.finish()
    }

    @Test("a training in a container that tells of its epochs saves before it stands still")
    func saves() throws {
        let service = try service()
        let executor = try place.start(rota: "executor", "--use-cores", "1", "--save-time", "10min")
        try submitTraining()

        try pause()

        #expect(place.lines(of: "epochs") == ["epoch 1 5 6 1", "saved 1 7"])
        try goOn()
        try expectSuccess()
        executor.kill(.terminate)
        try executor.finish()
        service.kill(.terminate)
        try service.finish()
    }

    @Test("a paused container that is cancelled hears of it, and nothing is left")
    func cancelled() throws {
        let service = try service()
        let executor = try place.start(rota: "executor")
        try submit("trap 'touch /shared/heard; exit 3' TERM")
        try pause()

        try place.rota("cancel", "long")

        #expect(wait { FileSystem.exists(self.place.path("heard")) })
        #expect(wait { (try? self.engine.containers()) == [] })
        executor.kill(.terminate)
        try executor.finish()
        service.kill(.terminate)
        try service.finish()
    }

    @Test("a paused container whose executor is killed is removed, and its task tried again by the next")
    func killedExecutor() throws {
        let service = try service()
        let first = try place.start(rota: "executor")
        try submit("true")
        try pause()

        first.kill()
        _ = wait { first.isOver }
        #expect(wait { (try? self.engine.containers()) == [] })
        try goOn()
        let second = try place.start(rota: "executor")

        try expectSuccess()
        second.kill(.terminate)
        try second.finish()
        service.kill(.terminate)
        try service.finish()
    }

    @Test(
        "a container is held to its cores when they become more, and reads inside how many they are",
        .enabled(if: ((try? Machine.affinity()) ?? []).count > 1, "the machine has one core"))
    func grows() throws {
        let service = try service()
        let executor = try place.start(rota: "executor", "--use-cores", "2")
        let line = "touch beside; while ! [ -e enough ]; do sleep 0.05; done"
        #expect(try place.rota("submit", "--name", "beside", "--", "sh", "-c", line).code == 0)
        #expect(wait { FileSystem.exists(self.place.path("beside")) }, "\(executor.errors)")
        let show = "nproc; read width < $ROTA_WIDTH_FILE; echo $width"
        try submit(show, "--cores", "1-2", "--malleable", finally: show)
        #expect(try engineSays("1000000000", "{{.HostConfig.NanoCpus}}"))

        try place.write("", to: "enough")
        #expect(try engineSays("2000000000", "{{.HostConfig.NanoCpus}}"))
        try place.write("", to: "go")

        #expect(try place.rota("wait", "long").code == 0)
        #expect(try place.rota("logs", "long").output == "1\n1\ndone\n2\n2\n")
        executor.kill(.terminate)
        try executor.finish()
        service.kill(.terminate)
        try service.finish()
    }
}
