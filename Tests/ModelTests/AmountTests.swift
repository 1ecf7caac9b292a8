import Model
import Testing

struct AmountTests {
    @Test(
        "amounts print without trailing zeros",
        arguments: [(0, "0"), (2000, "2"), (500, "0.5"), (1250, "1.25"), (-1500, "-1.5"), (1, "0.001")]
            as [(Int64, String)])
    func amounts(thousandths: Int64, text: String) {
        #expect(Amount(thousandths: thousandths).description == text)
        #expect(Cores(thousandths: thousandths).description == text)
    }

    @Test("cores know their whole ones, and those they touch")
    func cores() {
        let cores = Cores(thousandths: 1500)

        #expect((cores.whole, cores.fraction, cores.touched) == (1, 500, 2))
        #expect((Cores.one.whole, Cores.one.fraction, Cores.one.touched) == (1, 0, 1))
    }

    @Test(
        "memory prints in its largest binary unit",
        arguments: [
            (0, "0 B"), (900, "900 B"), (1024, "1 KiB"), (1536, "1.5 KiB"), (512 << 20, "512 MiB"),
            (200 << 20 | 1 << 19, "200 MiB"), (3 << 29, "1.5 GiB"),
        ] as [(Int64, String)])
    func bytes(count: Int64, text: String) {
        #expect(Bytes(count).description == text)
    }

    @Test(
        "lengths of time print as a person says them",
        arguments: [
            (0, "0 s"), (200_000, "0.2 ms"), (1_500_000_000, "1.5 s"), (125_000_000_000, "2 min 5 s"),
            (12_000_000_000_000, "3 h 20 min"), (187_200_000_000_000, "2 d 4 h"), (-60_000_000_000, "-1 min"),
        ] as [(Int64, String)])
    func durations(nanoseconds: Int64, text: String) {
        #expect(Duration(nanoseconds: nanoseconds).description == text)
    }
}
