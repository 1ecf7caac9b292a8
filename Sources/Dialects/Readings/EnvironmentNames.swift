import Model

enum EnvironmentNames {
    /// Refuses what the kernel would read as another variable's name.
    static func check(_ member: JSONValue.Member) throws(Refusal) {
        guard member.name.isEmpty || member.name.contains("=") else { return }
        throw member.key.refusal("is no name for an environment variable", "Names are not empty and hold no \"=\".")
    }
}
