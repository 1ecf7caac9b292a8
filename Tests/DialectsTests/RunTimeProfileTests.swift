import Dialects
import Model
import Testing

@Suite("Profiles of run times") struct RunTimeProfileTests {
    private func profile(_ text: String) throws(Refusal) -> RunTimeProfile {
        try RunTimeProfile.read(Array(text.utf8), name: "profile.json")
    }

    @Test("a kind has a time for each width that was measured, in any order")
    func kinds() throws {
        let profile = try profile(
            #"""
            {"dense": [{"cores": 2, "seconds": 10.8}, {"cores": 1, "seconds": 12.5}],
             "tf:2": [{"cores": 4, "seconds": 60}]}
            """#)

        #expect(profile.kinds == ["dense", "tf:2"])
        #expect(profile["dense"]?.time(on: .one) == .milliseconds(12_500))
        #expect(profile["dense"]?.time(on: Cores(8)) == .milliseconds(10_800))
        #expect(profile["tf:2"]?.time(on: .one) == .seconds(60))
        #expect(profile["sparse"] == nil)
    }

    @Test(
        "what is no profile is refused with its place",
        arguments: [
            ("[]", "an object is needed"),
            ("{}", "names no kind of work"),
            (#"{"a": []}"#, "a: is an empty list. Give it at least one width"),
            (#"{"a": [{"cores": 1}]}"#, "a[0]: has no \"seconds\""),
            (#"{"a": [{"seconds": 1}]}"#, "a[0]: has no \"cores\""),
            (#"{"a": [{"cores": 0, "seconds": 1}]}"#, "a[0].cores: is 0"),
            (#"{"a": [{"cores": 1, "seconds": -1}]}"#, "a[0].seconds: is -1; nothing runs for less than 0 s"),
            (#"{"a": [{"cores": 1, "seconds": 0}]}"#, "a[0].seconds: is \"0\"; a time above zero is needed"),
            (#"{"a": [{"cores": 1, "seconds": "1h"}]}"#, "a number of seconds is needed"),
            (#"{"a": [{"cores": 1, "seconds": 1e12}]}"#, "a[0].seconds"),
            (#"{"a": [{"cores": 2, "seconds": 1}, {"cores": 2, "seconds": 2}]}"#, "is a second time for 2 cores"),
            (#"{"a": [{"cores": 1, "seconds": 1}], "a": [{"cores": 1, "seconds": 1}]}"#, "\"a\""),
            (#"{"a": [{"core": 1, "seconds": 1}]}"#, "Did you mean \"cores\"?"),
        ])
    func refused(text: String, message: String) {
        let refusal = #expect(throws: Refusal.self) { try profile(text) }
        let said = refusal.map { "\($0)" } ?? ""
        #expect(said.hasPrefix("profile.json:") && said.contains(message), "\(said)")
    }

    @Test("a file that is longer than any profile is refused by its size")
    func large() {
        let refusal = #expect(throws: Refusal.self) { try profile(String(repeating: " ", count: 1 << 20) + "{}") }
        #expect(refusal.map { "\($0)" }?.contains("has more than 1048576 bytes") == true)
    }

    @Test(
        "a container's kind is its image, what is behind the image's colon, or what it trains",
        arguments: [
            ("tf:2", "dense", "tf:2"), ("rota-tensorflow:dense", "", "dense"), ("other", "dense", "dense"),
            ("dense", "tf:2", "dense"), ("other", "", nil), ("other:2", "net", nil),
        ])
    func kind(image: String, model: String, expected: String?) throws {
        let profile = try profile(
            #"{"dense": [{"cores": 1, "seconds": 1}], "tf:2": [{"cores": 1, "seconds": 1}]}"#)
        let request = TensorFlowRequest(.execution, instance: 0, image: image, threads: 2)

        #expect(profile.kind(of: request, model: model) == expected)
    }
}
