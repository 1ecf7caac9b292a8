import Dialects
import Model
import Testing

@Suite("jobs as the global queue's old executors can run them")
struct QCGExecutorJobTests {
    private let placement = Placement(parts: [
        Placement.Part(node: NodeIdentifier(0), cores: [.init(position: 0), .init(position: 1)])
    ])

    private func rewritten(_ job: Job, _ iteration: Int, devices: [String] = []) -> QCGExecutorJob {
        QCGExecutorJob(job, iteration: iteration, placement: placement, devices: devices, directory: "/home/u")
    }

    private func job(_ argument: Template, _ iterations: Iterations) -> Job {
        var job = Job(name: "j", command: Command(action: .program("echo", arguments: [argument])))
        job.iterations = iterations
        job.request = Request(cores: Cores(1)...Cores(8))
        return job
    }

    private let number = Template(pieces: [.text("no "), .hole(.iteration)])

    @Test("one that counts from 0 stays as it is, with the cores that it was given")
    func plain() {
        let found = rewritten(job(number, Iterations(range: 0..<4)), 2)

        #expect(found.iteration == 2)
        #expect(found.job.command.action == .program("echo", arguments: [number]))
        #expect(found.job.request.cores == Cores(2)...Cores(2))
        #expect(QCGExecutorJob.name(of: found.job, iteration: 2) == .init(job: "j", offset: 2))
    }

    @Test("one that counts from elsewhere goes iteration by iteration where its number is spoken of")
    func otherNumbers() {
        let speaking = job(number, Iterations(range: 10..<14))
        let silent = job("x", Iterations(range: 10..<14))

        #expect(rewritten(speaking, 12).job.name == "j:12")
        let filled = Template(pieces: [.text("no "), .text("12")])
        #expect(rewritten(speaking, 12).job.command.action == .program("echo", arguments: [filled]))
        #expect(QCGExecutorJob.name(of: speaking, iteration: 12) == .init(job: "j:12", offset: 0))
        #expect(rewritten(silent, 12).iteration == 12)
        #expect(QCGExecutorJob.name(of: silent, iteration: 12) == .init(job: "j", offset: 2))
    }

    @Test("values, which the old program does not know, are filled in")
    func values() {
        let values = Iterations(columns: [.init(values: .list(Texts(["red", "blue"])))])
        let found = rewritten(job(Template(pieces: [.hole(.value(.whole))]), values), 1)

        #expect(found.job.name == "j:1")
        #expect(found.job.iterations == .single)
        #expect(found.job.command.action == .program("echo", arguments: ["blue"]))
    }

    @Test("wall times, modules, environments and devices, which fail there, are said in other words")
    func preparation() {
        var job = job("x", .single)
        job.command.modules = ["gcc"]
        job.command.virtualEnvironment = "it's"
        job.request.wallTime = .milliseconds(1500)

        let found = rewritten(job, 0, devices: ["0", "2"]).job

        let script = "module load 'gcc'\n. 'it'\\''s/bin/activate'\nexec \"$0\" \"$@\""
        #expect(
            found.command.action
                == .program(
                    "timeout",
                    arguments: ["--kill-after", "10", "2", "bash", "-l", "-c", Template(script), "echo", "x"]))
        #expect(found.command.environment == [.init(name: "CUDA_VISIBLE_DEVICES", value: "0,2")])
        #expect(found.command.modules.isEmpty && found.command.virtualEnvironment == nil)
        #expect(found.request.wallTime == nil)
    }

    @Test("a script is held to its wall time by the shell that would run it")
    func script() {
        var job = Job(name: "j", command: Command(action: .script("date")))
        job.request.wallTime = .seconds(60)

        #expect(
            rewritten(job, 0).job.command.action
                == .program(
                    "timeout", arguments: ["--kill-after", "10", "60", "bash", "-l", "-c", "date"]))
    }

    @Test("dollar signs that the old program's language would take for its own are doubled")
    func dollars() {
        var job = job("x", .single)
        job.command.action = .script("echo $HOME $$")
        let plain = Job(name: "p", command: Command(action: .script("echo $HOME")))

        let reply = QCGReply.reserved([.init(job: job, iterations: [0]), .init(job: plain, iterations: [0])])

        #expect(reply.contains(#""script": "echo $$HOME $$$$""#))
        #expect(reply.contains(#""script": "echo $HOME""#))
    }
}
