/// What this version of Rota writes.
package enum RecordFormat {
    /// Raised whenever older programs would misread what is written.
    package static let version: UInt8 = 1
}
