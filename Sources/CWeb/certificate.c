#define _GNU_SOURCE
#include "CWeb.h"
#include "library.h"

#include <gnutls/abstract.h>
#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

FUNCTION(gnutls_strerror);
FUNCTION(gnutls_rnd);
FUNCTION(gnutls_hash_fast);
FUNCTION(gnutls_base64_encode2);
FUNCTION(gnutls_x509_privkey_init);
FUNCTION(gnutls_x509_privkey_deinit);
FUNCTION(gnutls_x509_privkey_generate);
FUNCTION(gnutls_x509_privkey_export2);
FUNCTION(gnutls_x509_crt_init);
FUNCTION(gnutls_x509_crt_deinit);
FUNCTION(gnutls_x509_crt_import);
FUNCTION(gnutls_x509_crt_set_version);
FUNCTION(gnutls_x509_crt_set_serial);
FUNCTION(gnutls_x509_crt_set_activation_time);
FUNCTION(gnutls_x509_crt_set_expiration_time);
FUNCTION(gnutls_x509_crt_set_key);
FUNCTION(gnutls_x509_crt_set_dn);
FUNCTION(gnutls_x509_crt_sign2);
FUNCTION(gnutls_x509_crt_export2);
FUNCTION(gnutls_pubkey_init);
FUNCTION(gnutls_pubkey_deinit);
FUNCTION(gnutls_pubkey_import_x509);
FUNCTION(gnutls_pubkey_export2);
// A variable of the library, not a function: how it frees what it allocates.
static gnutls_free_function *place_of_free;

static const char *failure;

static void load(void) {
    static const char *const names[] = {"libgnutls.so.30", NULL};
    static const struct library_entry entries[] = {
        ENTRY(gnutls_strerror), ENTRY(gnutls_rnd), ENTRY(gnutls_hash_fast), ENTRY(gnutls_base64_encode2),
        ENTRY(gnutls_x509_privkey_init), ENTRY(gnutls_x509_privkey_deinit), ENTRY(gnutls_x509_privkey_generate),
        ENTRY(gnutls_x509_privkey_export2), ENTRY(gnutls_x509_crt_init), ENTRY(gnutls_x509_crt_deinit),
        ENTRY(gnutls_x509_crt_import), ENTRY(gnutls_x509_crt_set_version), ENTRY(gnutls_x509_crt_set_serial),
        ENTRY(gnutls_x509_crt_set_activation_time), ENTRY(gnutls_x509_crt_set_expiration_time),
        ENTRY(gnutls_x509_crt_set_key), ENTRY(gnutls_x509_crt_set_dn), ENTRY(gnutls_x509_crt_sign2),
        ENTRY(gnutls_x509_crt_export2), ENTRY(gnutls_pubkey_init), ENTRY(gnutls_pubkey_deinit),
        ENTRY(gnutls_pubkey_import_x509), ENTRY(gnutls_pubkey_export2), {"gnutls_free", (void **)&place_of_free},
        {NULL, NULL}};
    failure = library_open(names, entries);
}

const char *cweb_certificate_load(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, load);
    return failure;
}

const char *cweb_certificate_words(int32_t error) { return call_gnutls_strerror(error); }

void cweb_free(void *memory) { free(memory); }

static char *text_of(gnutls_datum_t *datum) {
    char *text = strndup((const char *)datum->data, datum->size);
    (*place_of_free)(datum->data);
    return text;
}

static int fill(gnutls_x509_crt_t crt, gnutls_x509_privkey_t key, const char *name, int64_t from, int64_t until) {
    unsigned char serial[16];
    int error = call_gnutls_rnd(GNUTLS_RND_NONCE, serial, sizeof serial);
    // A serial number is positive.
    serial[0] = (serial[0] & 0x7f) | 1;
    if (!error) error = call_gnutls_x509_crt_set_version(crt, 3);
    if (!error) error = call_gnutls_x509_crt_set_serial(crt, serial, sizeof serial);
    if (!error) error = call_gnutls_x509_crt_set_activation_time(crt, (time_t)from);
    if (!error) error = call_gnutls_x509_crt_set_expiration_time(crt, (time_t)until);
    if (!error) error = call_gnutls_x509_crt_set_dn(crt, name, NULL);
    if (!error) error = call_gnutls_x509_crt_set_key(crt, key);
    if (!error) error = call_gnutls_x509_crt_sign2(crt, crt, key, GNUTLS_DIG_SHA256, 0);
    return error;
}

int32_t cweb_certificate_make(
    const char *name, int64_t from_seconds, int64_t until_seconds, char **certificate, char **key) {
    gnutls_x509_privkey_t private_key = NULL;
    gnutls_x509_crt_t crt = NULL;
    gnutls_datum_t crt_text = {NULL, 0}, key_text = {NULL, 0};
    int error = call_gnutls_x509_privkey_init(&private_key);
    if (!error) error = call_gnutls_x509_crt_init(&crt);
    if (!error)
        error = call_gnutls_x509_privkey_generate(
            private_key, GNUTLS_PK_ECDSA, GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_SECP256R1), 0);
    if (!error) error = fill(crt, private_key, name, from_seconds, until_seconds);
    if (!error) error = call_gnutls_x509_crt_export2(crt, GNUTLS_X509_FMT_PEM, &crt_text);
    if (!error) error = call_gnutls_x509_privkey_export2(private_key, GNUTLS_X509_FMT_PEM, &key_text);
    if (!error) {
        *certificate = text_of(&crt_text);
        *key = text_of(&key_text);
        if (!*certificate || !*key) error = GNUTLS_E_MEMORY_ERROR;
    } else if (crt_text.data) {
        (*place_of_free)(crt_text.data);
    }
    if (crt) call_gnutls_x509_crt_deinit(crt);
    if (private_key) call_gnutls_x509_privkey_deinit(private_key);
    return error;
}

int32_t cweb_certificate_pin(const uint8_t *certificate, size_t count, char *pin) {
    gnutls_x509_crt_t crt = NULL;
    gnutls_pubkey_t key = NULL;
    gnutls_datum_t pem = {(unsigned char *)certificate, (unsigned)count}, der = {NULL, 0}, text = {NULL, 0};
    unsigned char digest[32];
    int error = call_gnutls_x509_crt_init(&crt);
    if (!error) error = call_gnutls_x509_crt_import(crt, &pem, GNUTLS_X509_FMT_PEM);
    if (!error) error = call_gnutls_pubkey_init(&key);
    if (!error) error = call_gnutls_pubkey_import_x509(key, crt, 0);
    if (!error) error = call_gnutls_pubkey_export2(key, GNUTLS_X509_FMT_DER, &der);
    if (!error) error = call_gnutls_hash_fast(GNUTLS_DIG_SHA256, der.data, der.size, digest);
    gnutls_datum_t sum = {digest, sizeof digest};
    if (!error) error = call_gnutls_base64_encode2(&sum, &text);
    if (!error) {
        memcpy(pin, text.data, text.size < 44 ? text.size : 44);
        pin[44] = 0;
    }
    if (text.data) (*place_of_free)(text.data);
    if (der.data) (*place_of_free)(der.data);
    if (key) call_gnutls_pubkey_deinit(key);
    if (crt) call_gnutls_x509_crt_deinit(crt);
    return error;
}
