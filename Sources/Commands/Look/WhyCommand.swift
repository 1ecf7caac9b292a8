import Dialects
import Model
import Service

/// `rota why`: why a task is not running, or how it ended and why.
enum WhyCommand {
    static func show(_ source: any ViewSource, _ selector: TaskSelector, on screen: Screen) throws {
        let colours = screen.output.traits.hasColours
        let page = try source.explanations(selector)
        for (position, answer) in page.elements.enumerated() {
            if position > 0 { screen.print("") }
            let name = Tone.strong.painted(ShownText.harmless(answer.task), colours: colours)
            let state = StateTones.tone(answer.state).painted("\(answer.state)", colours: colours)
            screen.print("\(name)  \(state)")
            for sentence in answer.sentences {
                screen.print("  \(ShownText.harmless(LocalTime.text(sentence, answer.moment)))")
            }
            for line in answer.errorOutput { screen.print("    \(ShownText.harmless(line))") }
        }
        let rest = page.total - page.elements.count
        if rest > 0 { screen.print("… and \(Wording.count(rest, "task")) more.") }
    }

    static func write(_ source: any ViewSource, _ selector: TaskSelector, to json: inout JSONText) throws {
        let page = try source.explanations(selector)
        json.array { json in for answer in page.elements { answer.write(to: &json) } }
    }
}
