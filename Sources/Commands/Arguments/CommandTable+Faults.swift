extension CommandTable {
    /// Of `rota rehearse`, for those who look for bugs.
    static let faultOptions = [
        OptionDescription(
            "faults", nil, in: "Hunting bugs",
            "Play a service with its executors while everything breaks, and say what should never be"),
        OptionDescription(
            "seeds", nil, .free("N|A-B"), in: "Hunting bugs", "Which; of one, tell everything that happens",
            standard: "0-99"),
        OptionDescription("hunt", nil, .free("TIME"), in: "Hunting bugs", "Try new seeds for so long"),
        OptionDescription(
            "flaw", nil, .free("NAME"), in: "Hunting bugs", "Make this mistake, to see that it is found"),
    ]
}
