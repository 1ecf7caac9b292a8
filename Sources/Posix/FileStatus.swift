internal import Glibc

/// What the file system says about a file.
package struct FileStatus: Sendable, Hashable {
    package var size: Int64
    package var kind: Kind
    /// The permission bits.
    package var mode: UInt32
    /// The user's number.
    package var owner: UInt32
    package var modifiedNanoseconds: Int64
    /// Together with `inode` the file's identity, whatever its name.
    package var device: UInt64
    package var inode: UInt64

    package enum Kind: Sendable, Hashable { case file, directory, link, terminalOrDevice, pipe, socket }

    init(_ information: stat) {
        size = Int64(information.st_size)
        mode = information.st_mode & 0o7777
        owner = information.st_uid
        modifiedNanoseconds =
            Int64(information.st_mtim.tv_sec) * 1_000_000_000 + Int64(information.st_mtim.tv_nsec)
        device = UInt64(information.st_dev)
        inode = UInt64(information.st_ino)
        switch information.st_mode & S_IFMT {
        case S_IFREG: kind = .file
        case S_IFDIR: kind = .directory
        case S_IFLNK: kind = .link
        case S_IFIFO: kind = .pipe
        case S_IFSOCK: kind = .socket
        default: kind = .terminalOrDevice
        }
    }
}
