#ifndef ROTA_CWEB_H
#define ROTA_CWEB_H

// What Web needs of libmicrohttpd, libcurl and GnuTLS. The libraries are loaded when the first function of their part
// is called, since linking them costs every start of the program 4 ms.

#include <stddef.h>
#include <stdint.h>

typedef struct {
    const char *name;
    const char *value;
} cweb_field;

// ---- server: all of it on one thread, but for `cweb_server_load`

/// Null when the library is there, else the loader's words; safe on every thread.
const char *cweb_server_load(void);

typedef struct cweb_server cweb_server;
typedef struct MHD_Connection cweb_connection;
typedef struct MHD_Response cweb_response;

/// What is to become of a request after a step.
enum { CWEB_GO_ON = 0, CWEB_SUSPEND = 1, CWEB_ABORT = 2 };

/// How the server asks. `peer` is a numeric address.
typedef struct {
    void *context;
    /// Whether a connection is wanted at all.
    int32_t (*accepts)(void *context, const char *peer);
    /// Answers what the connection shall be known as.
    void *(*opened)(void *context, const char *peer, int32_t descriptor);
    void (*closed)(void *context, void *link);
    /// The request line is there; answers what the request shall be known as. Every one of them is `finished` once.
    void *(*began)(void *context, const char *target);
    /// First with no bytes when the header is there, then with the body's bytes, then with none again; once more after
    /// a resumption. A response may be queued in the first and in the last.
    int32_t (*step)(
        void *context, cweb_connection *connection, void *link, void *request, const char *method,
        const uint8_t *bytes, size_t count);
    void (*finished)(void *context, void *request);
} cweb_calls;

typedef struct {
    int32_t listener;
    uint32_t connections;
    uint32_t idle_seconds;
    size_t connection_bytes;
    /// Null without TLS.
    const char *certificate;
    const char *key;
} cweb_server_options;

/// Takes the listener over. Null when the library refuses.
cweb_server *cweb_server_start(const cweb_server_options *options, const cweb_calls *calls);

/// Becomes readable when there is something to do.
int32_t cweb_server_descriptor(cweb_server *server);

/// Milliseconds until there is something to do all the same; -1: never.
int64_t cweb_server_patience(cweb_server *server);

void cweb_server_run(cweb_server *server);

/// Resumes a request from outside a step.
void cweb_server_resume(cweb_connection *connection);

/// Nothing may be suspended but what was resumed.
void cweb_server_stop(cweb_server *server);

void cweb_header_fields(
    cweb_connection *connection, void *context, void (*each)(void *context, const char *name, const char *value));

/// Copies the body. Null when there is no memory.
cweb_response *cweb_response_whole(const uint8_t *body, size_t count);

/// What a piece's reader answers beside a count; after 0 it is asked again once it was resumed.
enum { CWEB_END = -1, CWEB_BREAK = -2 };

/// A response read in pieces. `dropped` is called once.
cweb_response *cweb_response_pieces(
    void *context, int64_t (*read)(void *context, uint8_t *buffer, size_t capacity), void (*dropped)(void *context));

/// Suspends the request whose piece is being read.
void cweb_connection_suspend(cweb_connection *connection);

/// Queues a response and lets go of it. False when the library refuses.
int32_t cweb_answer(
    cweb_connection *connection, uint32_t status, const cweb_field *fields, int32_t count, cweb_response *response);

// ---- client: one thread for each client

/// Null when the library is there and set up, else why not; safe on every thread.
const char *cweb_client_load(void);

typedef struct cweb_client cweb_client;
typedef struct cweb_transfer cweb_transfer;

cweb_client *cweb_client_open(void);
void cweb_client_close(cweb_client *client);

typedef struct {
    const char *address;
    const char *method;
    /// `Name: value` each.
    const char *const *headers;
    int32_t header_count;
    const uint8_t *body;
    size_t body_count;
    /// The local socket at which the server listens, or null for one found by the address.
    const char *socket;
    /// `sha256//…`, or null for an address without TLS.
    const char *pin;
    /// Whether proxies named in the environment are left out.
    int32_t is_direct;
    int64_t connect_milliseconds;
    /// 0: for ever.
    int64_t silence_seconds;
    void *context;
    /// Take what came; false ends the transfer. A header comes as one line each.
    int32_t (*header)(void *context, const uint8_t *bytes, size_t count);
    int32_t (*piece)(void *context, const uint8_t *bytes, size_t count);
} cweb_request;

/// All that is pointed to but the body is copied. Null when there is no memory.
cweb_transfer *cweb_transfer_begin(cweb_client *client, const cweb_request *request);

enum { CWEB_RUNNING = 0, CWEB_DONE = 1, CWEB_READABLE = 2 };

/// Goes on until the transfer is done, or the descriptor (-1: none) is readable, or half a second is over.
int32_t cweb_transfer_continue(cweb_transfer *transfer, int32_t descriptor);

enum {
    CWEB_FINE = 0, CWEB_UNREACHABLE, CWEB_TIMED_OUT, CWEB_PIN_DIFFERS, CWEB_ENDED_BY_US, CWEB_BROKEN_OFF, CWEB_OTHER
};

/// What a finished transfer came to, one of the above, with the library's words.
int32_t cweb_transfer_outcome(cweb_transfer *transfer, int32_t *status, const char **words);

void cweb_transfer_end(cweb_transfer *transfer);

// ---- certificates

/// Null when the library is there, else the loader's words; safe on every thread.
const char *cweb_certificate_load(void);

/// Makes a certificate signed by itself. Answers 0 or the library's error number. Both texts are PEM; the caller frees
/// them with `cweb_free`.
int32_t cweb_certificate_make(const char *name, int64_t from_seconds, int64_t until_seconds, char **certificate,
    char **key);

/// Base64 of the SHA-256 of the public key, into 45 bytes. Answers 0 or the library's error number.
int32_t cweb_certificate_pin(const uint8_t *certificate, size_t count, char *pin);

const char *cweb_certificate_words(int32_t error);

void cweb_free(void *memory);

#endif
