#define _GNU_SOURCE
#include "CWeb.h"
#include "library.h"

#include <microhttpd.h>
#include <netdb.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

FUNCTION(MHD_start_daemon);
FUNCTION(MHD_stop_daemon);
FUNCTION(MHD_get_daemon_info);
FUNCTION(MHD_get_timeout);
FUNCTION(MHD_run);
FUNCTION(MHD_suspend_connection);
FUNCTION(MHD_resume_connection);
FUNCTION(MHD_get_connection_info);
FUNCTION(MHD_get_connection_values);
FUNCTION(MHD_create_response_from_buffer);
FUNCTION(MHD_create_response_from_callback);
FUNCTION(MHD_add_response_header);
FUNCTION(MHD_queue_response);
FUNCTION(MHD_destroy_response);

static const char *failure;

static void load(void) {
    static const char *const names[] = {"libmicrohttpd.so.12", NULL};
    static const struct library_entry entries[] = {
        ENTRY(MHD_start_daemon), ENTRY(MHD_stop_daemon), ENTRY(MHD_get_daemon_info), ENTRY(MHD_get_timeout),
        ENTRY(MHD_run), ENTRY(MHD_suspend_connection), ENTRY(MHD_resume_connection), ENTRY(MHD_get_connection_info),
        ENTRY(MHD_get_connection_values), ENTRY(MHD_create_response_from_buffer),
        ENTRY(MHD_create_response_from_callback), ENTRY(MHD_add_response_header), ENTRY(MHD_queue_response),
        ENTRY(MHD_destroy_response), {NULL, NULL}};
    failure = library_open(names, entries);
}

const char *cweb_server_load(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, load);
    return failure;
}

struct cweb_server {
    struct MHD_Daemon *daemon;
    cweb_calls calls;
};

static void write_peer(const struct sockaddr *address, socklen_t length, char *text, socklen_t capacity) {
    text[0] = 0;
    if (address) getnameinfo(address, length, text, capacity, NULL, 0, NI_NUMERICHOST);
}

static enum MHD_Result accepts(void *context, const struct sockaddr *address, socklen_t length) {
    cweb_server *server = context;
    char peer[NI_MAXHOST];
    write_peer(address, length, peer, sizeof peer);
    return server->calls.accepts(server->calls.context, peer) ? MHD_YES : MHD_NO;
}

static void connection_changed(
    void *context, struct MHD_Connection *connection, void **link, enum MHD_ConnectionNotificationCode code) {
    cweb_server *server = context;
    if (code == MHD_CONNECTION_NOTIFY_CLOSED) {
        server->calls.closed(server->calls.context, *link);
        return;
    }
    char peer[NI_MAXHOST];
    const union MHD_ConnectionInfo *information =
        call_MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    const struct sockaddr *address = information ? information->client_addr : NULL;
    int is_newer = address && address->sa_family == AF_INET6;
    write_peer(address, is_newer ? sizeof(struct sockaddr_in6) : sizeof(struct sockaddr_in), peer, sizeof peer);
    information = call_MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    *link = server->calls.opened(server->calls.context, peer, information ? information->connect_fd : -1);
}

static void *request_began(void *context, const char *target, struct MHD_Connection *connection) {
    (void)connection;
    cweb_server *server = context;
    return server->calls.began(server->calls.context, target);
}

static enum MHD_Result request_step(
    void *context, struct MHD_Connection *connection, const char *path, const char *method, const char *version,
    const char *bytes, size_t *count, void **request) {
    (void)path, (void)version;
    cweb_server *server = context;
    const union MHD_ConnectionInfo *link =
        call_MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    size_t taken = *count;
    *count = 0;
    int32_t next = server->calls.step(server->calls.context, connection, link ? link->socket_context : NULL, *request,
        method, (const uint8_t *)bytes, taken);
    if (next == CWEB_SUSPEND) call_MHD_suspend_connection(connection);
    return next == CWEB_ABORT ? MHD_NO : MHD_YES;
}

static void request_finished(
    void *context, struct MHD_Connection *connection, void **request, enum MHD_RequestTerminationCode code) {
    (void)connection, (void)code;
    cweb_server *server = context;
    void *ended = *request;
    *request = NULL;
    if (ended) server->calls.finished(server->calls.context, ended);
}

// The target is taken apart in Swift, once and as it came.
static size_t leave_as_it_is(void *context, struct MHD_Connection *connection, char *text) {
    (void)context, (void)connection;
    return strlen(text);
}

cweb_server *cweb_server_start(const cweb_server_options *options, const cweb_calls *calls) {
    cweb_server *server = calloc(1, sizeof *server);
    if (!server) return NULL;
    server->calls = *calls;
    unsigned flags = MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME;
    if (options->certificate) flags |= MHD_USE_TLS;
    struct MHD_OptionItem tls[] = {
        {MHD_OPTION_HTTPS_MEM_CERT, 0, (void *)options->certificate},
        {MHD_OPTION_HTTPS_MEM_KEY, 0, (void *)options->key},
        {MHD_OPTION_HTTPS_PRIORITIES, 0, "SECURE128:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2"},
        {MHD_OPTION_END, 0, NULL}};
    struct MHD_OptionItem none[] = {{MHD_OPTION_END, 0, NULL}};
    server->daemon = call_MHD_start_daemon(
        flags, 0, accepts, server, request_step, server,
        MHD_OPTION_LISTEN_SOCKET, (MHD_socket)options->listener,
        MHD_OPTION_CONNECTION_LIMIT, (unsigned)options->connections,
        MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)options->idle_seconds,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, options->connection_bytes,
        MHD_OPTION_STRICT_FOR_CLIENT, 1,
        MHD_OPTION_NOTIFY_CONNECTION, connection_changed, server,
        MHD_OPTION_NOTIFY_COMPLETED, request_finished, server,
        MHD_OPTION_URI_LOG_CALLBACK, request_began, server,
        MHD_OPTION_UNESCAPE_CALLBACK, leave_as_it_is, NULL,
        MHD_OPTION_ARRAY, options->certificate ? tls : none,
        MHD_OPTION_END);
    if (server->daemon) return server;
    free(server);
    return NULL;
}

int32_t cweb_server_descriptor(cweb_server *server) {
    const union MHD_DaemonInfo *information = call_MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_EPOLL_FD);
    return information ? information->epoll_fd : -1;
}

int64_t cweb_server_patience(cweb_server *server) {
    MHD_UNSIGNED_LONG_LONG milliseconds;
    if (call_MHD_get_timeout(server->daemon, &milliseconds) != MHD_YES) return -1;
    return milliseconds > INT32_MAX ? INT32_MAX : (int64_t)milliseconds;
}

void cweb_server_run(cweb_server *server) { call_MHD_run(server->daemon); }

void cweb_server_resume(cweb_connection *connection) { call_MHD_resume_connection(connection); }

void cweb_connection_suspend(cweb_connection *connection) { call_MHD_suspend_connection(connection); }

void cweb_server_stop(cweb_server *server) {
    call_MHD_stop_daemon(server->daemon);
    free(server);
}

struct walk {
    void *context;
    void (*each)(void *context, const char *name, const char *value);
};

static enum MHD_Result next_field(void *context, enum MHD_ValueKind kind, const char *name, const char *value) {
    (void)kind;
    struct walk *walk = context;
    if (name) walk->each(walk->context, name, value ? value : "");
    return MHD_YES;
}

void cweb_header_fields(
    cweb_connection *connection, void *context, void (*each)(void *context, const char *name, const char *value)) {
    struct walk walk = {context, each};
    call_MHD_get_connection_values(connection, MHD_HEADER_KIND, next_field, &walk);
}

cweb_response *cweb_response_whole(const uint8_t *body, size_t count) {
    return call_MHD_create_response_from_buffer(count, (void *)body, MHD_RESPMEM_MUST_COPY);
}

struct pieces {
    void *context;
    int64_t (*read)(void *context, uint8_t *buffer, size_t capacity);
    void (*dropped)(void *context);
};

static ssize_t read_piece(void *context, uint64_t position, char *buffer, size_t capacity) {
    (void)position;
    struct pieces *pieces = context;
    int64_t count = pieces->read(pieces->context, (uint8_t *)buffer, capacity);
    if (count == CWEB_END) return MHD_CONTENT_READER_END_OF_STREAM;
    return count == CWEB_BREAK ? MHD_CONTENT_READER_END_WITH_ERROR : (ssize_t)count;
}

static void drop_pieces(void *context) {
    struct pieces *pieces = context;
    pieces->dropped(pieces->context);
    free(pieces);
}

cweb_response *cweb_response_pieces(
    void *context, int64_t (*read)(void *context, uint8_t *buffer, size_t capacity), void (*dropped)(void *context)) {
    struct pieces *pieces = malloc(sizeof *pieces);
    // 16 KiB: a frame of TLS.
    cweb_response *response = pieces ? call_MHD_create_response_from_callback(
        MHD_SIZE_UNKNOWN, 16384, read_piece, pieces, drop_pieces) : NULL;
    if (response) {
        *pieces = (struct pieces){context, read, dropped};
        return response;
    }
    free(pieces);
    dropped(context);
    return NULL;
}

int32_t cweb_answer(
    cweb_connection *connection, uint32_t status, const cweb_field *fields, int32_t count, cweb_response *response) {
    for (int32_t i = 0; i < count; i++) call_MHD_add_response_header(response, fields[i].name, fields[i].value);
    int32_t is_queued = call_MHD_queue_response(connection, status, response) == MHD_YES;
    call_MHD_destroy_response(response);
    return is_queued;
}
