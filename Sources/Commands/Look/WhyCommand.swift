import Dialects
import Model
import Service

/// `rota why`: why a task is not running, or how it ended and why.
enum WhyCommand {
    static func show(
        _ source: any ViewSource, _ selectors: [TaskSelector], in state: TaskState? = nil,
        under policy: String? = nil, on screen: Screen
    ) throws {
        let colours = screen.output.traits.hasColours
        var isFirst = true
        for selector in selectors {
            let page = try source.explanations(selector, in: state, under: policy)
            for answer in page.elements {
                if !isFirst { screen.print("") }
                isFirst = false
                let name = Tone.strong.painted(ShownText.harmless(answer.task), colours: colours)
                let shown = StateTones.tone(answer.state).painted("\(answer.state)", colours: colours)
                screen.print("\(name)  \(shown)")
                for sentence in answer.sentences {
                    let local = LocalTime.text(LocalTime.text(sentence, answer.moment), answer.otherStartsAt)
                    screen.print("  \(ShownText.harmless(local))")
                }
                for line in answer.errorOutput { screen.print("    \(ShownText.harmless(line))") }
            }
            let rest = page.total - page.elements.count
            if rest > 0 { screen.print("… and \(Wording.count(rest, "task")) more.") }
        }
        if isFirst { screen.print("No task is meant by that.") }
    }

    static func write(
        _ source: any ViewSource, _ selectors: [TaskSelector], in state: TaskState? = nil,
        under policy: String? = nil, to json: inout JSONText
    ) throws {
        try json.array { json in
            for selector in selectors {
                for answer in try source.explanations(selector, in: state, under: policy).elements {
                    answer.write(to: &json)
                }
            }
        }
    }
}
