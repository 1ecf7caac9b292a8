/// A task for bash that says when it begins, and lasts as long as the test wants.
enum LastingTask {
    /// Stays until there is a file, and leaves a mark as the last thing it does.
    static func script(until file: String, marks: String = "marks") -> String {
        "echo {} >>begun; until [ -e \(file) ]; do sleep 0.1; done; echo {} $ROTA_ATTEMPT >>\(marks)"
    }
}
