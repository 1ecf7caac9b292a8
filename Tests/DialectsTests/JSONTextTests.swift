import Dialects
import Testing

private func example(indented: Bool) -> String {
    var json = JSONText(indented: indented)
    json.object { json in
        json.member("name", "a \"b\"\\\n\u{1}é")
        json.member("count", 3)
        json.key("half")
        json.value(thousandths: -1500)
        json.key("list")
        json.array { json in
            json.value(true)
            json.null()
            json.object { _ in }
            json.array { _ in }
        }
    }
    return json.text
}

@Test("members stand in the order they were given, everything escaped that must be")
func compactJSON() {
    #expect(
        example(indented: false)
            == #"{"name":"a \"b\"\\\n\u0001é","count":3,"half":-1.5,"list":[true,null,{},[]]}"#)
}

@Test("indented for people")
func indentedJSON() {
    #expect(
        example(indented: true) == #"""
            {
              "name": "a \"b\"\\\n\u0001é",
              "count": 3,
              "half": -1.5,
              "list": [
                true,
                null,
                {},
                []
              ]
            }
            """#)
}

@Test("a stream has a document a line")
func streamJSON() {
    var json = JSONText(indented: false)
    for number in 1...2 {
        json.object { $0.member("n", number) }
        json.endLine()
    }

    #expect(json.text == "{\"n\":1}\n{\"n\":2}\n")
}
