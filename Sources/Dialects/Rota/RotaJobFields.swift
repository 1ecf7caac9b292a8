import Model

/// The fields of a job: its own, and behind them those of the file's defaults.
struct RotaJobFields {
    /// What makes a job this one, and not any of its neighbours.
    static let ownNames = ["$schema", "name", "run", "script", "each", "range", "zip", "after"]
    /// What several jobs may have in common.
    static let sharedNames =
        [
            "env", "inherit", "dir", "stdin", "stdout", "stderr", "modules", "venv", "container", "model", "bind",
            "malleable",
            "either", "share", "atMost", "retries", "onExecutorLoss", "lossGrace", "grace", "at", "priority", "tags",
            "user", "kind", "metadata",
        ] + requestNames
    /// What one task asks for, and each of what it asks for either or.
    static let requestNames = [
        "cores", "preferredCores", "nodes", "wholeNodes", "memory", "gpus", "resources", "time", "expect",
    ]

    let own: Fields
    let defaults: Fields?

    init(of value: JSONValue, defaults: Fields?) throws(Refusal) {
        own = try Fields(of: value, known: Self.ownNames + Self.sharedNames)
        self.defaults = defaults
    }

    subscript(name: String) -> JSONValue? { own[name] ?? defaults?[name] }
}
