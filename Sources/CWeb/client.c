#define _GNU_SOURCE
#include "CWeb.h"
#include "library.h"

#include <curl/curl.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/socket.h>

// The header turns these into macros that can't be called through a pointer.
#undef curl_easy_setopt
#undef curl_easy_getinfo
#undef curl_multi_setopt

FUNCTION(curl_global_init);
FUNCTION(curl_easy_init);
FUNCTION(curl_easy_setopt);
FUNCTION(curl_easy_getinfo);
FUNCTION(curl_easy_cleanup);
FUNCTION(curl_easy_strerror);
FUNCTION(curl_slist_append);
FUNCTION(curl_slist_free_all);
FUNCTION(curl_multi_init);
FUNCTION(curl_multi_cleanup);
FUNCTION(curl_multi_add_handle);
FUNCTION(curl_multi_remove_handle);
FUNCTION(curl_multi_perform);
FUNCTION(curl_multi_poll);
FUNCTION(curl_multi_info_read);

static const char *failure;

static void load(void) {
    static const char *const names[] = {"libcurl-gnutls.so.4", "libcurl.so.4", NULL};
    static const struct library_entry entries[] = {
        ENTRY(curl_global_init), ENTRY(curl_easy_init), ENTRY(curl_easy_setopt), ENTRY(curl_easy_getinfo),
        ENTRY(curl_easy_cleanup), ENTRY(curl_easy_strerror), ENTRY(curl_slist_append), ENTRY(curl_slist_free_all),
        ENTRY(curl_multi_init), ENTRY(curl_multi_cleanup), ENTRY(curl_multi_add_handle),
        ENTRY(curl_multi_remove_handle), ENTRY(curl_multi_perform), ENTRY(curl_multi_poll),
        ENTRY(curl_multi_info_read), {NULL, NULL}};
    failure = library_open(names, entries);
    if (!failure && call_curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) failure = "its set-up fails";
}

const char *cweb_client_load(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, load);
    return failure;
}

cweb_client *cweb_client_open(void) { return (cweb_client *)call_curl_multi_init(); }

void cweb_client_close(cweb_client *client) { call_curl_multi_cleanup((CURLM *)client); }

struct cweb_transfer {
    CURLM *multi;
    CURL *easy;
    struct curl_slist *headers;
    int32_t (*header)(void *context, const uint8_t *bytes, size_t count);
    int32_t (*piece)(void *context, const uint8_t *bytes, size_t count);
    void *context;
    int32_t is_done;
    CURLcode result;
    char words[CURL_ERROR_SIZE];
};

static size_t take_header(char *bytes, size_t size, size_t count, void *context) {
    cweb_transfer *transfer = context;
    return transfer->header(transfer->context, (const uint8_t *)bytes, size * count) ? size * count : 0;
}

static size_t take_piece(char *bytes, size_t size, size_t count, void *context) {
    cweb_transfer *transfer = context;
    // An empty piece is what curl takes for a refusal.
    if (size * count == 0) return 0;
    return transfer->piece(transfer->context, (const uint8_t *)bytes, size * count) ? size * count : 0;
}

// The library's own way leaves its sockets to every program started meanwhile.
static curl_socket_t open_socket(void *context, curlsocktype purpose, struct curl_sockaddr *address) {
    (void)context, (void)purpose;
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

static void set_options(cweb_transfer *transfer, const cweb_request *request) {
    CURL *easy = transfer->easy;
    call_curl_easy_setopt(easy, CURLOPT_URL, request->address);
    call_curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    call_curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    call_curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    call_curl_easy_setopt(easy, CURLOPT_PATH_AS_IS, 1L);
    call_curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, open_socket);
    call_curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, transfer->words);
    call_curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, take_header);
    call_curl_easy_setopt(easy, CURLOPT_HEADERDATA, transfer);
    call_curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take_piece);
    call_curl_easy_setopt(easy, CURLOPT_WRITEDATA, transfer);
    call_curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, (long)request->connect_milliseconds);
    if (request->silence_seconds > 0) {
        call_curl_easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, 1L);
        call_curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, (long)request->silence_seconds);
    }
    if (request->socket) call_curl_easy_setopt(easy, CURLOPT_UNIX_SOCKET_PATH, request->socket);
    if (request->is_direct) call_curl_easy_setopt(easy, CURLOPT_PROXY, "");
    if (request->pin) {
        // The pinned key is the only authority: a certificate made for one machine has no other.
        call_curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 0L);
        call_curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 0L);
        call_curl_easy_setopt(easy, CURLOPT_PINNEDPUBLICKEY, request->pin);
    }
    if (request->body_count > 0) {
        call_curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)request->body_count);
        call_curl_easy_setopt(easy, CURLOPT_POSTFIELDS, request->body);
    }
    call_curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, request->method);
    call_curl_easy_setopt(easy, CURLOPT_HTTPHEADER, transfer->headers);
}

cweb_transfer *cweb_transfer_begin(cweb_client *client, const cweb_request *request) {
    cweb_transfer *transfer = calloc(1, sizeof *transfer);
    if (!transfer) return NULL;
    transfer->multi = (CURLM *)client;
    transfer->header = request->header;
    transfer->piece = request->piece;
    transfer->context = request->context;
    transfer->easy = call_curl_easy_init();
    int is_whole = transfer->easy != NULL;
    for (int32_t i = 0; i < request->header_count && is_whole; i++) {
        struct curl_slist *longer = call_curl_slist_append(transfer->headers, request->headers[i]);
        if (longer) transfer->headers = longer;
        is_whole = longer != NULL;
    }
    if (is_whole) set_options(transfer, request);
    if (is_whole && call_curl_multi_add_handle(transfer->multi, transfer->easy) == CURLM_OK) return transfer;
    call_curl_slist_free_all(transfer->headers);
    if (transfer->easy) call_curl_easy_cleanup(transfer->easy);
    free(transfer);
    return NULL;
}

int32_t cweb_transfer_continue(cweb_transfer *transfer, int32_t descriptor) {
    int running = 0, left = 0, ready = 0;
    struct curl_waitfd also = {descriptor, CURL_WAIT_POLLIN, 0};
    call_curl_multi_perform(transfer->multi, &running);
    for (CURLMsg *message; (message = call_curl_multi_info_read(transfer->multi, &left));)
        if (message->msg == CURLMSG_DONE && message->easy_handle == transfer->easy) {
            transfer->is_done = 1;
            transfer->result = message->data.result;
        }
    if (transfer->is_done) return CWEB_DONE;
    call_curl_multi_poll(transfer->multi, &also, descriptor >= 0, 500, &ready);
    return descriptor >= 0 && also.revents ? CWEB_READABLE : CWEB_RUNNING;
}

int32_t cweb_transfer_outcome(cweb_transfer *transfer, int32_t *status, const char **words) {
    long code = 0;
    call_curl_easy_getinfo(transfer->easy, CURLINFO_RESPONSE_CODE, &code);
    *status = (int32_t)code;
    *words = transfer->words[0] ? transfer->words : call_curl_easy_strerror(transfer->result);
    switch (transfer->result) {
    case CURLE_OK: return CWEB_FINE;
    case CURLE_COULDNT_CONNECT:
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY: return CWEB_UNREACHABLE;
    case CURLE_OPERATION_TIMEDOUT: return CWEB_TIMED_OUT;
    case CURLE_SSL_PINNEDPUBKEYNOTMATCH: return CWEB_PIN_DIFFERS;
    case CURLE_WRITE_ERROR: return CWEB_ENDED_BY_US;
    case CURLE_GOT_NOTHING:
    case CURLE_PARTIAL_FILE:
    case CURLE_RECV_ERROR:
    case CURLE_SEND_ERROR: return CWEB_BROKEN_OFF;
    default: return CWEB_OTHER;
    }
}

void cweb_transfer_end(cweb_transfer *transfer) {
    call_curl_multi_remove_handle(transfer->multi, transfer->easy);
    call_curl_easy_cleanup(transfer->easy);
    call_curl_slist_free_all(transfer->headers);
    free(transfer);
}
