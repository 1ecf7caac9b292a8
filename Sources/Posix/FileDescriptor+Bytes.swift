internal import CLinux
internal import Glibc

/// Reading and writing. Everything is repeated after a signal.
extension FileDescriptor {
    /// Reads what is there into the front of `buffer`; answers 0 at the end of the file.
    package func read(into buffer: inout [UInt8]) throws(SystemFailure) -> Int {
        let capacity = buffer.count
        return try checked("read") { unsafe Glibc.read(number, &buffer, capacity) }
    }

    /// Reads from a place without moving there; fewer bytes than asked only at the end of the file.
    package func read(at offset: Int64, count: Int) throws(SystemFailure) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var have = 0
        while have < count {
            let got = try checked("pread") {
                unsafe bytes.withUnsafeMutableBytes { buffer in
                    guard let base = buffer.baseAddress else { return 0 }
                    return unsafe pread(number, base + have, count - have, off_t(offset) + off_t(have))
                }
            }
            if got == 0 { break }
            have += got
        }
        bytes.removeLast(count - have)
        return bytes
    }

    /// Everything from the present place to the end.
    package func readToEnd() throws(SystemFailure) -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = try read(into: &buffer)
            if count == 0 { return bytes }
            bytes.append(contentsOf: buffer[..<count])
        }
    }

    /// Writes as much as is taken at once; a non-blocking descriptor that takes nothing throws `wouldBlock`.
    package func writeSome(_ bytes: UnsafeRawBufferPointer) throws(SystemFailure) -> Int {
        guard let base = bytes.baseAddress else { return 0 }
        let count = bytes.count
        return try checked("write") { unsafe Glibc.write(number, base, count) }
    }

    package func writeAll(_ bytes: UnsafeRawBufferPointer) throws(SystemFailure) {
        var done = 0
        while done < bytes.count {
            unsafe done += try writeSome(UnsafeRawBufferPointer(rebasing: bytes[done...]))
        }
    }

    package func writeAll(_ bytes: [UInt8]) throws(SystemFailure) {
        let result: Result<Void, SystemFailure> = unsafe bytes.withUnsafeBytes { buffer in
            do throws(SystemFailure) { return .success(unsafe try writeAll(buffer)) } catch { return .failure(error) }
        }
        try result.get()
    }

    package func writeAll(_ text: String) throws(SystemFailure) { try writeAll(Array(text.utf8)) }

    /// The content is on the disk when it returns, not necessarily the times.
    package func synchronizeData() throws(SystemFailure) { try checked("fdatasync") { Int(fdatasync(number)) } }

    package func synchronize() throws(SystemFailure) { try checked("fsync") { Int(fsync(number)) } }

    package func truncate(to size: Int64) throws(SystemFailure) {
        try checked("ftruncate") { Int(ftruncate(number, off_t(size))) }
    }

    /// Gives the blocks of a part of the file back; what is read there is zero then, and all else stays in place.
    ///
    /// - Throws: also where the file system can't do that.
    package func release(_ bytes: Range<Int64>) throws(SystemFailure) {
        try answered("fallocate", clinux_release(number, bytes.lowerBound, Int64(bytes.count)))
    }

    package func size() throws(SystemFailure) -> Int64 { try status().size }

    package func status() throws(SystemFailure) -> FileStatus {
        var information = stat()
        try checked("fstat") { unsafe Int(fstat(number, &information)) }
        return FileStatus(information)
    }
}
