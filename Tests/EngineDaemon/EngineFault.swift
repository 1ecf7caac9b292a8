/// Why there is no engine, or why it did not do what a test asked for.
package struct EngineFault: Error, CustomStringConvertible {
    package var problem: String

    package var description: String { problem }
}
