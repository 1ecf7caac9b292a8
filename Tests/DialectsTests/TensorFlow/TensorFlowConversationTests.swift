import Dialects
import Model
import Testing

@Suite("What is said to the old client of TensorFlow containers") struct TensorFlowConversationTests {
    private static func at(_ seconds: Int64) -> Instant { Instant(nanoseconds: seconds * 1_000_000_000) }

    @Test("messages are framed as the old client frames them, and read in any pieces")
    func frames() throws {
        let bytes = Array("17\n{\"status\":\"init\"}18\n{\"status\": \"live\"}".utf8)
        for cut in 0...bytes.count {
            var reader = TensorFlowClientReader()
            let heard = try reader.take(bytes[..<cut]) + reader.take(bytes[cut...])
            #expect(heard == [.begun, .live])
        }
        func text(_ order: TensorFlowClientOrder) -> String {
            String(decoding: order.frame(container: 7), as: UTF8.self)
        }
        #expect(
            text(.welcome(.init(inter: 1, intra: 3)))
                == "79\n{\"container\":7,\"tf_use\":\"maleable\",\"inter_parallelism\":1,\"intra_parallelism\":3}")
        #expect(
            text(.change(.init(inter: 1, intra: 12)))
                == "60\n{\"container\":7,\"inter_parallelism\":1,\"intra_parallelism\":12}")
        #expect(text(.finished) == "61\n{\"container\":7,\"inter_parallelism\":-1,\"intra_parallelism\":-1}")
        #expect(text(.areYouAlive) == "61\n{\"container\":7,\"inter_parallelism\":-2,\"intra_parallelism\":-2}")
    }

    @Test(
        "what no such client says ends the talk, however it is cut",
        arguments: [
            "x", "0\n", "4097\n", "99999", "-1\n", "\n", "2\n{}", "17\n{\"status\":\"hey!\"}", "3\n[1]", "4\nabcd",
        ])
    func refused(text: String) {
        var reader = TensorFlowClientReader()

        #expect(throws: ReadingProblem.self) { try reader.take(Array(text.utf8)) }
    }

    @Test("it is told its width at the beginning and at each change, and that its end was heard")
    func widths() {
        var talk = TensorFlowConversation(container: 7, cores: 4, at: Self.at(0))

        #expect(talk.say(cores: 4, isPaused: false, at: Self.at(0)) == [.welcome(.init(inter: 1, intra: 3))])
        #expect(talk.say(cores: 4, isPaused: false, at: Self.at(1)) == [])
        #expect(talk.say(cores: 1, isPaused: false, at: Self.at(2)) == [.change(.init(inter: 1, intra: 1))])
        talk.hear(.exit, at: Self.at(3))
        #expect(talk.say(cores: 1, isPaused: false, at: Self.at(3)) == [.finished])
        #expect(talk.say(cores: 1, isPaused: false, at: Self.at(300)) == [])
        #expect(talk.verdict == nil)
    }

    @Test("who is silent is asked every 20 s, and dead when he has not answered ten times")
    func dead() {
        var talk = TensorFlowConversation(container: 7, cores: 1, at: Self.at(0))
        _ = talk.say(cores: 1, isPaused: false, at: Self.at(0))

        #expect(talk.say(cores: 1, isPaused: false, at: Self.at(19)) == [])
        #expect(talk.say(cores: 1, isPaused: false, at: Self.at(20)) == [.areYouAlive])
        talk.hear(.live, at: Self.at(25))
        for number in 1...10 {
            let moment = Self.at(25 + Int64(number) * 20)
            #expect(talk.say(cores: 1, isPaused: false, at: moment) == [.areYouAlive])
        }
        #expect(talk.verdict == nil)
        #expect(talk.say(cores: 1, isPaused: false, at: Self.at(245)) == [])
        #expect(talk.verdict == .dead)
    }

    @Test("who stands still is not asked; who says that it failed has failed")
    func paused() {
        var talk = TensorFlowConversation(container: 7, cores: 1, at: Self.at(0))
        _ = talk.say(cores: 1, isPaused: false, at: Self.at(0))

        #expect(talk.say(cores: 0, isPaused: true, at: Self.at(900)) == [])
        #expect(talk.say(cores: 4, isPaused: false, at: Self.at(901)) == [.change(.init(inter: 1, intra: 3))])
        talk.hear(.error, at: Self.at(902))
        #expect(talk.verdict == .failed)
    }
}
