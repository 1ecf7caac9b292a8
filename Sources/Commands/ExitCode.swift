/// What `rota` answers the shell.
package enum ExitCode {
    package static let succeeded: Int32 = 0
    /// Some tasks did not succeed, or the machine did not cooperate.
    package static let failed: Int32 = 1
    /// Something impossible was asked; nothing was run, nothing was written.
    package static let refused: Int32 = 2
    /// What was waited for did not come; timeout(1) has the same.
    package static let timeUp: Int32 = 124
    // 128 + SIGINT, as shells have it.
    package static let interrupted: Int32 = 130
}
