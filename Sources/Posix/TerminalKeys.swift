internal import Glibc

/// Single keys of a terminal, as they are struck and without being shown.
package struct TerminalKeys {
    private let descriptor: FileDescriptor
    private let before: termios

    /// None when the descriptor is no terminal.
    ///
    /// Whoever makes it calls `end`, or the terminal stays as it is. Ctrl-C still interrupts.
    package init?(_ descriptor: FileDescriptor) {
        var settings = termios()
        guard unsafe tcgetattr(descriptor.number, &settings) == 0 else { return nil }
        self.descriptor = descriptor
        before = settings
        settings.c_lflag &= ~tcflag_t(ICANON | ECHO)
        guard unsafe tcsetattr(descriptor.number, TCSANOW, &settings) == 0 else { return nil }
    }

    /// Gives the terminal back as it was.
    package func end() {
        var settings = before
        _ = unsafe tcsetattr(descriptor.number, TCSANOW, &settings)
    }
}
