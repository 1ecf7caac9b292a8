#ifndef ROTA_CLINUX_H
#define ROTA_CLINUX_H

// Every function answers a value of at least 0, or an error number turned negative.

#include <stdint.h>

/// Blocks the signals in this thread (call it on the first thread, before others exist) and gives a descriptor that
/// becomes readable when one arrives.
int32_t clinux_signal_descriptor(const int32_t *signals, int32_t count);

/// The next signal from such a descriptor; 0 when none waits.
int32_t clinux_next_signal(int32_t descriptor);

/// Orphaned descendants become this process's children from now on.
int32_t clinux_become_subreaper(void);

/// Fills `cpus` with the processors this thread may use, ascending; answers how many there are, at most `capacity`.
int32_t clinux_affinity(int32_t *cpus, int32_t capacity);

int32_t clinux_set_affinity(const int32_t *cpus, int32_t count);

/// Columns of the terminal behind a descriptor.
int32_t clinux_terminal_columns(int32_t descriptor);
int32_t clinux_terminal_rows(int32_t descriptor);

/// Waits until one of the descriptors is ready; `events` and `results` are poll's bits. A negative time waits for ever.
int32_t clinux_poll(
    const int32_t *descriptors, const int16_t *events, int16_t *results, int32_t count, int64_t nanoseconds);

/// A pipe whose ends close on exec; `ends[0]` is for reading.
int32_t clinux_pipe(int32_t *ends);

/// A connected pair of stream sockets that close on exec.
int32_t clinux_socket_pair(int32_t *ends);

/// Sends a few bytes with a descriptor beside them over a socket of the local machine.
int32_t clinux_send_descriptor(int32_t socket, const void *bytes, int32_t count, int32_t descriptor);

/// Sends what the socket takes at once; never raises SIGPIPE.
int64_t clinux_send(int32_t socket, const void *bytes, int64_t count);

/// A stream socket that listens on a numeric address and a port (0: any free one), closes on exec and never blocks.
/// EINVAL: no such address.
int32_t clinux_listen(const char *address, int32_t port, int32_t waiting);

/// The same on a socket of the local machine, by a name without a file.
int32_t clinux_listen_local(const char *name, int32_t waiting);

/// A stream socket connected to one of the local machine, by its file's path.
int32_t clinux_connect_local(const char *path);

/// The next connection that came to such a socket, which closes on exec and never blocks; fills `peer` with the address
/// in numbers it came from, empty for the local machine's. EAGAIN: none waits.
int32_t clinux_accept(int32_t listener, char *peer, int32_t capacity);

/// Begins to connect to a numeric address, without waiting for an answer.
int32_t clinux_connect(const char *address, int32_t port);

/// 0 when a connection that was begun stands, else why not.
int32_t clinux_connection_error(int32_t socket);

/// The user at the other end of a socket of the local machine.
int64_t clinux_peer_user(int32_t socket);

/// Fills `text` with the addresses of a name in numbers, a line each. EINVAL: nobody knows it.
int32_t clinux_addresses(const char *name, char *text, int32_t capacity);

/// The port a socket is bound to.
int32_t clinux_port(int32_t socket);

/// How many descriptors this process may have open.
int32_t clinux_descriptor_limit(void);

/// The most it may allow itself.
int32_t clinux_largest_descriptor_limit(void);

/// Allows this process, and those it starts, that many.
int32_t clinux_raise_descriptor_limit(void);

int32_t clinux_set_nonblocking(int32_t descriptor);

/// Exclusive lock on a file, held until the descriptor is closed; EWOULDBLOCK when somebody else holds it.
int32_t clinux_lock(int32_t descriptor);

/// The same lock, waited for as long as it takes.
int32_t clinux_wait_for_lock(int32_t descriptor);

/// Gives the blocks of a part of a file back; what is read there is zero then, and the file stays as long as it is.
int32_t clinux_release(int32_t descriptor, int64_t offset, int64_t count);

/// Leaves the terminal and the group of processes it was started in.
int32_t clinux_begin_session(void);

/// Sends one datagram to a socket of the local machine; a leading `@` means a name without a file.
int32_t clinux_send_datagram(const char *path, const void *bytes, int32_t count);

/// How a library says its version.
enum {
    CLINUX_VERSION_TEXT = 0,
    /// A text, of at least the version that is its argument.
    CLINUX_VERSION_CHECK = 1,
    /// Three numbers, by pointers.
    CLINUX_VERSION_PARTS = 2,
    /// A number with a byte for each part, and one more.
    CLINUX_VERSION_PACKED = 3
};

/// Loads a library as its users do, and fills `text` with its version and on a second line its file; or with the
/// loader's words, and answers ENOENT.
int32_t clinux_describe_library(const char *name, const char *function, int32_t way, char *text, int32_t capacity);

#endif
