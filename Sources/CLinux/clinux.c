#define _GNU_SOURCE
#include "CLinux.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

static int32_t answer(long result) { return result < 0 ? -errno : (int32_t)result; }

int32_t clinux_signal_descriptor(const int32_t *signals, int32_t count) {
    sigset_t set;
    sigemptyset(&set);
    for (int32_t i = 0; i < count; i++) sigaddset(&set, signals[i]);
    int error = pthread_sigmask(SIG_BLOCK, &set, NULL);
    return error ? -error : answer(signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK));
}

int32_t clinux_next_signal(int32_t descriptor) {
    struct signalfd_siginfo information;
    ssize_t count = read(descriptor, &information, sizeof information);
    if (count == (ssize_t)sizeof information) return (int32_t)information.ssi_signo;
    return count < 0 && errno != EAGAIN && errno != EINTR ? -errno : 0;
}

int32_t clinux_become_subreaper(void) { return answer(prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)); }

// 65,536: the kernel's own limit on processors is 8,192; the answer to a too small set is EINVAL.
enum { LARGEST_CPU_COUNT = 65536 };

int32_t clinux_affinity(int32_t *cpus, int32_t capacity) {
    cpu_set_t *set = CPU_ALLOC(LARGEST_CPU_COUNT);
    size_t size = CPU_ALLOC_SIZE(LARGEST_CPU_COUNT);
    if (!set) return -ENOMEM;
    CPU_ZERO_S(size, set);
    int32_t count = answer(sched_getaffinity(0, size, set));
    if (count >= 0) {
        count = 0;
        for (int cpu = 0; cpu < LARGEST_CPU_COUNT && count < capacity; cpu++)
            if (CPU_ISSET_S(cpu, size, set)) cpus[count++] = cpu;
    }
    CPU_FREE(set);
    return count;
}

int32_t clinux_set_affinity(const int32_t *cpus, int32_t count) {
    cpu_set_t *set = CPU_ALLOC(LARGEST_CPU_COUNT);
    size_t size = CPU_ALLOC_SIZE(LARGEST_CPU_COUNT);
    if (!set) return -ENOMEM;
    CPU_ZERO_S(size, set);
    for (int32_t i = 0; i < count; i++)
        if (cpus[i] >= 0 && cpus[i] < LARGEST_CPU_COUNT) CPU_SET_S(cpus[i], size, set);
    int32_t result = answer(sched_setaffinity(0, size, set));
    CPU_FREE(set);
    return result;
}

int32_t clinux_terminal_columns(int32_t descriptor) {
    struct winsize size;
    return ioctl(descriptor, TIOCGWINSZ, &size) < 0 ? -errno : size.ws_col;
}

int32_t clinux_terminal_rows(int32_t descriptor) {
    struct winsize size;
    return ioctl(descriptor, TIOCGWINSZ, &size) < 0 ? -errno : size.ws_row;
}

int32_t clinux_poll(
    const int32_t *descriptors, const int16_t *events, int16_t *results, int32_t count, int64_t nanoseconds) {
    struct pollfd few[16], *entries = few;
    if (count > 16 && !(entries = calloc((size_t)count, sizeof *entries))) return -ENOMEM;
    for (int32_t i = 0; i < count; i++) entries[i] = (struct pollfd){descriptors[i], events[i], 0};
    struct timespec time = {nanoseconds / 1000000000, nanoseconds % 1000000000};
    int32_t ready = answer(ppoll(entries, (nfds_t)count, nanoseconds < 0 ? NULL : &time, NULL));
    for (int32_t i = 0; i < count; i++) results[i] = ready > 0 ? entries[i].revents : 0;
    if (entries != few) free(entries);
    return ready;
}

int32_t clinux_pipe(int32_t *ends) { return answer(pipe2(ends, O_CLOEXEC)); }

int32_t clinux_socket_pair(int32_t *ends) {
    return answer(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends));
}

int32_t clinux_send_descriptor(int32_t socket, const void *bytes, int32_t count, int32_t descriptor) {
    union {
        char bytes[CMSG_SPACE(sizeof(int))];
        struct cmsghdr align;
    } control = {{0}};
    struct iovec data = {(void *)bytes, (size_t)count};
    struct msghdr message = {
        .msg_iov = &data, .msg_iovlen = 1, .msg_control = control.bytes, .msg_controllen = sizeof control.bytes};
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(sizeof(int));
    memcpy(CMSG_DATA(header), &descriptor, sizeof(int));
    return answer(sendmsg(socket, &message, MSG_NOSIGNAL));
}

int64_t clinux_send(int32_t socket, const void *bytes, int64_t count) {
    ssize_t sent = send(socket, bytes, (size_t)count, MSG_DONTWAIT | MSG_NOSIGNAL);
    return sent < 0 ? -errno : sent;
}

int32_t clinux_listen(const char *address, int32_t port, int32_t waiting) {
    char service[16];
    snprintf(service, sizeof service, "%d", port);
    struct addrinfo hints = {.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE, .ai_socktype = SOCK_STREAM};
    struct addrinfo *place;
    if (getaddrinfo(address, service, &hints, &place)) return -EINVAL;
    int yes = 1;
    int32_t descriptor = answer(socket(place->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (descriptor >= 0) {
        // Without it a port is not free for a minute after its last user ended.
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
        int32_t result = answer(bind(descriptor, place->ai_addr, place->ai_addrlen));
        if (result == 0) result = answer(listen(descriptor, waiting));
        if (result < 0) {
            close(descriptor);
            descriptor = result;
        }
    }
    freeaddrinfo(place);
    return descriptor;
}

int32_t clinux_listen_local(const char *name, int32_t waiting) {
    struct sockaddr_un place = {.sun_family = AF_UNIX};
    size_t length = strlen(name);
    if (length > sizeof place.sun_path - 1) return -ENAMETOOLONG;
    // Behind a leading zero, and without one at its end.
    memcpy(place.sun_path + 1, name, length);
    int32_t descriptor = answer(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (descriptor < 0) return descriptor;
    socklen_t size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 + length);
    int32_t result = answer(bind(descriptor, (struct sockaddr *)&place, size));
    if (result == 0) result = answer(listen(descriptor, waiting));
    if (result == 0) return descriptor;
    close(descriptor);
    return result;
}

int32_t clinux_connect_local(const char *path) {
    struct sockaddr_un place = {.sun_family = AF_UNIX};
    size_t length = strlen(path);
    if (length > sizeof place.sun_path - 1) return -ENAMETOOLONG;
    memcpy(place.sun_path, path, length);
    int32_t descriptor = answer(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (descriptor < 0) return descriptor;
    int32_t result = answer(connect(descriptor, (struct sockaddr *)&place, sizeof place));
    if (result == 0) return descriptor;
    close(descriptor);
    return result;
}

// What waits in the kernel waits for more, which here is as much as there is.
static void send_at_once(int descriptor) {
    int yes = 1;
    setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    setsockopt(descriptor, SOL_SOCKET, SO_KEEPALIVE, &yes, sizeof yes);
}

int32_t clinux_accept(int32_t listener, char *peer, int32_t capacity) {
    struct sockaddr_storage from;
    socklen_t length = sizeof from;
    int32_t descriptor = answer(accept4(listener, (struct sockaddr *)&from, &length, SOCK_CLOEXEC | SOCK_NONBLOCK));
    peer[0] = 0;
    if (descriptor < 0 || from.ss_family == AF_UNIX) return descriptor;
    send_at_once(descriptor);
    getnameinfo((struct sockaddr *)&from, length, peer, (socklen_t)capacity, NULL, 0, NI_NUMERICHOST);
    return descriptor;
}

int32_t clinux_connect(const char *address, int32_t port) {
    char service[16];
    snprintf(service, sizeof service, "%d", port);
    struct addrinfo hints = {.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV, .ai_socktype = SOCK_STREAM};
    struct addrinfo *place;
    if (getaddrinfo(address, service, &hints, &place)) return -EINVAL;
    int32_t descriptor = answer(socket(place->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (descriptor >= 0) {
        send_at_once(descriptor);
        int32_t result = answer(connect(descriptor, place->ai_addr, place->ai_addrlen));
        if (result < 0 && result != -EINPROGRESS) {
            close(descriptor);
            descriptor = result;
        }
    }
    freeaddrinfo(place);
    return descriptor;
}

int32_t clinux_connection_error(int32_t socket) {
    int error = 0;
    socklen_t length = sizeof error;
    if (getsockopt(socket, SOL_SOCKET, SO_ERROR, &error, &length) < 0) return -errno;
    return -error;
}

int64_t clinux_peer_user(int32_t socket) {
    struct ucred peer;
    socklen_t length = sizeof peer;
    return getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &length) < 0 ? -(int64_t)errno : (int64_t)peer.uid;
}

int32_t clinux_addresses(const char *name, char *text, int32_t capacity) {
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM};
    struct addrinfo *places;
    if (getaddrinfo(name, NULL, &hints, &places)) return -EINVAL;
    int32_t used = 0;
    text[0] = 0;
    for (struct addrinfo *place = places; place; place = place->ai_next) {
        char number[NI_MAXHOST];
        if (getnameinfo(place->ai_addr, place->ai_addrlen, number, sizeof number, NULL, 0, NI_NUMERICHOST)) continue;
        int32_t length = (int32_t)strlen(number) + 1;
        if (used + length >= capacity) break;
        snprintf(text + used, (size_t)(capacity - used), "%s\n", number);
        used += length;
    }
    freeaddrinfo(places);
    return 0;
}

int32_t clinux_port(int32_t socket) {
    struct sockaddr_storage name;
    socklen_t length = sizeof name;
    if (getsockname(socket, (struct sockaddr *)&name, &length) < 0) return -errno;
    in_port_t port = name.ss_family == AF_INET6 ? ((struct sockaddr_in6 *)&name)->sin6_port
                                                : ((struct sockaddr_in *)&name)->sin_port;
    return ntohs(port);
}

int32_t clinux_raise_descriptor_limit(void) {
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) < 0) return -errno;
    limit.rlim_cur = limit.rlim_max;
    return setrlimit(RLIMIT_NOFILE, &limit) < 0 ? -errno : 0;
}

int32_t clinux_largest_descriptor_limit(void) {
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) < 0) return -errno;
    return limit.rlim_max > INT32_MAX ? INT32_MAX : (int32_t)limit.rlim_max;
}

int32_t clinux_descriptor_limit(void) {
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) < 0) return -errno;
    return limit.rlim_cur > INT32_MAX ? INT32_MAX : (int32_t)limit.rlim_cur;
}

int32_t clinux_set_nonblocking(int32_t descriptor) {
    int flags = fcntl(descriptor, F_GETFL);
    return flags < 0 ? -errno : answer(fcntl(descriptor, F_SETFL, flags | O_NONBLOCK));
}

int32_t clinux_lock(int32_t descriptor) { return answer(flock(descriptor, LOCK_EX | LOCK_NB)); }

int32_t clinux_wait_for_lock(int32_t descriptor) { return answer(flock(descriptor, LOCK_EX)); }

int32_t clinux_release(int32_t descriptor, int64_t offset, int64_t count) {
    return answer(fallocate(descriptor, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, offset, count));
}

int32_t clinux_begin_session(void) { return answer(setsid()); }

int32_t clinux_send_datagram(const char *path, const void *bytes, int32_t count) {
    struct sockaddr_un name = {.sun_family = AF_UNIX};
    size_t length = strlen(path);
    if (length == 0 || length >= sizeof name.sun_path) return -EINVAL;
    memcpy(name.sun_path, path, length);
    if (path[0] == '@') name.sun_path[0] = 0;
    int descriptor = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (descriptor < 0) return -errno;
    socklen_t size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length);
    int32_t result = answer(
        sendto(descriptor, bytes, (size_t)count, MSG_DONTWAIT | MSG_NOSIGNAL, (struct sockaddr *)&name, size));
    close(descriptor);
    return result;
}

static void describe_version(void *function, int32_t way, char *text, size_t capacity) {
    // What a symbol is called as, only its library says.
    union {
        void *symbol;
        const char *(*text)(void);
        const char *(*check)(const char *least);
        void (*parts)(int *major, int *minor, int *patch);
        unsigned (*packed)(void);
    } version = {.symbol = function};
    int major = 0, minor = 0, patch = 0;
    if (way == CLINUX_VERSION_TEXT || way == CLINUX_VERSION_CHECK) {
        const char *words = way == CLINUX_VERSION_TEXT ? version.text() : version.check(NULL);
        snprintf(text, capacity, "%s", words ? words : "unknown");
        return;
    }
    if (way == CLINUX_VERSION_PARTS) {
        version.parts(&major, &minor, &patch);
    } else {
        unsigned packed = version.packed();
        major = (int)(packed >> 16), minor = (int)(packed >> 8 & 0xff), patch = (int)(packed & 0xff);
    }
    snprintf(text, capacity, "%d.%d.%d", major, minor, patch);
}

int32_t clinux_describe_library(const char *name, const char *function, int32_t way, char *text, int32_t capacity) {
    void *library = dlopen(name, RTLD_NOW | RTLD_LOCAL);
    void *symbol = library ? dlsym(library, function) : NULL;
    if (!symbol) {
        const char *words = dlerror();
        snprintf(text, (size_t)capacity, "%s", words ? words : "it can't be loaded");
        return -ENOENT;
    }
    char version[256];
    Dl_info place = {0};
    describe_version(symbol, way, version, sizeof version);
    dladdr(symbol, &place);
    snprintf(text, (size_t)capacity, "%s\n%s", version, place.dli_fname ? place.dli_fname : name);
    return 0;
}
