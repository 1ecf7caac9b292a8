import Dialects
import Model
import Testing

@Suite("Containers of the TensorFlow scheduler as jobs") struct TensorFlowWorkloadTests {
    private let request = TensorFlowRequest(.execution, instance: 7, image: "tf:2", threads: 12, priority: 3)

    private func workload(_ assignment: TensorFlowScheduling.Assignment, most: Int? = nil) -> TensorFlowWorkload {
        var surroundings = TensorFlowSurroundings(
            model: "lenet", version: .malleable, volumes: [.init(outside: "/home/me/scheduler", inside: "/home/S")])
        surroundings.outputs = "/results/Outputs"
        return TensorFlowWorkload(
            [request], .next, TensorFlowScheduling(assignment: assignment), surroundings, mostCores: most, machine: 4)
    }

    @Test("a container keeps its name, its port, its volume, and what its image runs")
    func surroundings() {
        let job = workload(.strict).job(request, position: 2)

        var container = Container(image: "tf:2")
        container.volumes = [
            .init(outside: "/home/me/scheduler", inside: "/home/S"),
            .init(outside: "/results/Outputs", inside: "/home/Scheduler/Outputs"),
        ]
        container.ports = [.init(outside: 8789, inside: 8787)]
        #expect(job.name == "instance7")
        #expect(job.command.container == container)
        #expect(job.command.action == .program("", arguments: []))
        #expect(job.kind == "lenet")
        #expect(
            job.command.environment == [
                .init(name: "ROTA_EPOCHS_FILE", value: "/home/Scheduler/Outputs/instance7/epochs.txt"),
                .init(name: "ROTA_SAVE_FOLDER", value: "/home/Scheduler/Outputs/instance7/saved"),
                .init(name: "ROTA_TIMELINE_FOLDER", value: "/home/Scheduler/Outputs/instance7"),
            ])
    }

    @Test("0 goes first: the smaller priority is the larger one of the model")
    func priority() {
        #expect(workload(.strict).job(request, position: 0).priority == -3)
    }

    @Test(
        "how wide a container may become",
        arguments: [
            (TensorFlowScheduling.Assignment.strict, nil, 12...12, 12),
            (.strict, 8, 12...12, 12),
            (.proportional, nil, 1...4, 4),
            (.proportional, 8, 1...8, 8),
            (.proportional, 16, 1...16, 12),
            (.alwaysAttend, 16, 1...16, 12),
        ])
    func widths(assignment: TensorFlowScheduling.Assignment, most: Int?, range: ClosedRange<Int>, preferred: Int) {
        let workload = workload(assignment, most: most)
        let cores = Cores(range.lowerBound)...Cores(range.upperBound)

        let job = workload.job(request, position: 0)
        #expect(job.request.cores == cores)
        #expect(job.request.asked == Cores(preferred))
        #expect(job.request.isMalleable)
        #expect(workload.change(request) == JobChange(cores: cores, preferredCores: Cores(preferred)))
    }

    @Test(
        "a container of a profile is expected to take what was measured on the cores it asks for, also after an update")
    func expected() throws {
        let text = #"{"tf:2": [{"cores": 1, "seconds": 100}, {"cores": 3, "seconds": 60}]}"#
        let profile = try RunTimeProfile.read(Array(text.utf8), name: "profile.json")
        let first = TensorFlowRequest(.execution, instance: 7, image: "tf:2", threads: 2)
        let update = TensorFlowRequest(.update, instance: 7, image: "whatever", threads: 12)
        let other = TensorFlowRequest(.execution, instance: 8, image: "tf", threads: 2)
        let workload = TensorFlowWorkload(
            [first, update, other], .next, TensorFlowScheduling(assignment: .proportional),
            TensorFlowSurroundings(model: "lenet", version: .malleable, volumes: []), mostCores: nil, machine: 4,
            profile: profile)

        #expect(workload.job(first, position: 0).request.expectedTime == .seconds(80))
        #expect(workload.job(first, position: 0).kind == "tf:2")
        #expect(workload.change(update).expectedTime == .seconds(60))
        #expect(workload.job(other, position: 1).request.expectedTime == nil)
        #expect(workload.job(other, position: 1).kind == "lenet")
    }
}
