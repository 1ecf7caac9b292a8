internal import CLinux

/// The terminal behind a descriptor.
package enum Terminal {
    /// None when it is no terminal or does not know.
    package static func columns(of descriptor: FileDescriptor) -> Int? {
        let columns = clinux_terminal_columns(descriptor.number)
        return columns > 0 ? Int(columns) : nil
    }

    package static func rows(of descriptor: FileDescriptor) -> Int? {
        let rows = clinux_terminal_rows(descriptor.number)
        return rows > 0 ? Int(rows) : nil
    }
}
