import Dialects
import Model
import Testing

@Suite("Requests of the TensorFlow scheduler") struct TensorFlowRequestTests {
    private func read(_ text: String) throws -> [TensorFlowRequestsFile.Line] {
        try TensorFlowRequestsFile.read(Array(text.utf8), name: "requests_file.txt")
    }

    private static let sample = "execution,0,tf_scheduler,2,60\nupdate,0,tf_scheduler,12,90\n"

    @Test("the seed's sample: two threads, and twelve a minute later")
    func seed() throws {
        let requests = try read(Self.sample).map(\.request)

        #expect(
            requests == [
                TensorFlowRequest(.execution, instance: 0, image: "tf_scheduler", threads: 2, seconds: .seconds(60)),
                TensorFlowRequest(.update, instance: 0, image: "tf_scheduler", threads: 12, seconds: .seconds(90)),
            ])
        #expect(requests.map(\.parallelism) == [.init(inter: 1, intra: 1), .init(inter: 1, intra: 11)])
        #expect(TensorFlowWaiting.next.moments(of: requests) == [.zero, .seconds(60)])
        #expect(TensorFlowWaiting.own.moments(of: requests) == [.seconds(60), .seconds(150)])
    }

    @Test("a line may have a priority, brackets around its seconds, blanks, and the line ends of other systems")
    func spellings() throws {
        let lines = try read("execution, 3, a/b:1, 4, [41.2], 4\r\n\r\nupdate,3,a/b:1,1,0.5\r\n")

        #expect(lines.map(\.number) == [1, 3])
        #expect(
            lines.map(\.request) == [
                TensorFlowRequest(
                    .execution, instance: 3, image: "a/b:1", threads: 4, seconds: .milliseconds(41_200), priority: 4),
                TensorFlowRequest(.update, instance: 3, image: "a/b:1", threads: 1, seconds: .milliseconds(500)),
            ])
    }

    @Test("what is written reads as the same")
    func written() throws {
        let requests = try read("execution,3,a/b:1,4,[41.2],4\nupdate,3,a/b:1,1,0\n").map(\.request)

        let text = TensorFlowRequestsFile.text(requests)

        #expect(text == "execution,3,a/b:1,4,41.2,4\nupdate,3,a/b:1,1,0.0,0\n")
        #expect(try read(text).map(\.request) == requests)
    }

    @Test(
        "what is wrong is refused with its line, its field, the limit and the remedy",
        arguments: [
            ("execution,0,tf,4", "requests_file.txt:1: has 4 columns; 5 or 6 make a request"),
            ("execution,0,tf,4,1,0,9", "requests_file.txt:1: has 7 columns"),
            ("execution,0,tf,4,1\nupdat,0,tf,4,1", ":2: kind: is \"updat\"; known are execution, update. Did you mean"),
            ("update,7,tf,4,1\nexecution,7,tf,4,1", ":1: instance: is 7, which no line above asks for. Write its"),
            ("execution,0,tf,4,1\nexecution,0,tf,2,1", ":2: instance: is 0, which line 1 asks for already"),
            ("execution,0,tf,0,1", ":1: threads: is \"0\"; a whole number from 1 to 65536 is possible"),
            ("execution,0,tf,2.5,1", ":1: threads: is \"2.5\""),
            ("execution,x,tf,2,1", ":1: instance: is \"x\"; a whole number from 0 to 1000000"),
            ("execution,0,,2,1", ":1: image: is empty. Name a Docker image."),
            ("execution,0,tf,2,-5", ":1: seconds: is -5; nobody can wait for less than 0 s. Raise it."),
            ("execution,0,tf,2,[-0.5]", ":1: seconds: is -0.5; nobody"),
            ("execution,0,tf,2,nan", ":1: seconds: "),
            ("execution,0,tf,2,1,5", ":1: priority: is \"5\"; a whole number from 0 to 4 is possible"),
            ("\n\n", "requests_file.txt: asks for no container"),
        ])
    func refused(text: String, message: String) {
        let refusal = #expect(throws: Refusal.self) { try read(text) }
        #expect(refusal?.description.contains(message) ?? false, "\(String(describing: refusal))")
    }

    @Test("every cut of a file is read or refused, and never more than that")
    func cut() {
        let bytes = Array("execution,3,ä/b:1,4,[41.2],4\nupdate,3,a,1,0\n".utf8)
        for end in 0...bytes.count {
            do { _ = try TensorFlowRequestsFile.read(Array(bytes[..<end]), name: "cut") } catch {
                #expect(error.description.contains("cut"))
            }
        }
    }

    @Test("so many containers are the first of the file, with what concerns them")
    func first() throws {
        let lines = try read(
            "execution,5,a,1,0\nexecution,1,a,1,0\nupdate,5,a,2,0\nupdate,1,a,2,0\nexecution,2,a,1,0\n")

        #expect(TensorFlowWorkload.first(1, of: lines)?.map(\.number) == [1, 3])
        #expect(TensorFlowWorkload.first(2, of: lines)?.map(\.number) == [1, 2, 3, 4])
        #expect(TensorFlowWorkload.first(4, of: lines) == nil)
    }

    @Test("only strict refuses more threads than the machine has")
    func tooLarge() throws {
        let lines = try read(Self.sample)
        func refusal(_ assignment: TensorFlowScheduling.Assignment, _ machine: Int) -> String? {
            TensorFlowWorkload.refusal(
                of: lines, TensorFlowScheduling(assignment: assignment), machine: machine, document: "file")?
                .description
        }

        #expect(
            refusal(.strict, 2) == """
                file:2: threads: is 12; the machine lends 2 cores, and strict gives all or nothing. Lower it, or \
                choose the assignment max_prop or always_attend.
                """)
        #expect(refusal(.strict, 12) == nil)
        #expect(refusal(.proportional, 2) == nil)
        #expect(refusal(.alwaysAttend, 2) == nil)
    }
}
