#ifndef ROTA_REQUEST_H
#define ROTA_REQUEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "frames.h"

/// One attempt to start: its frame, taken apart. Pointers lead into the frame's own bytes.
struct request {
    struct request *next;
    struct frame_start frame;
    const uint8_t *cpus; // not aligned
    struct frame_adjust *wish; // what it was asked before it began, its numbers behind it; NULL: nothing
    const char *directory, *input, *output, *error;
    char **arguments;   // ends in NULL; the slot before it is free, for an interpreter
    char **environment; // ends in NULL; base environment overlaid
    uint8_t bytes[];    // the frame behind its head
};

/// Copies a start frame of `length` bytes; a malformed one is a bug.
struct request *request_make(const uint8_t *frame, size_t length);

/// Makes `arguments` and `environment`, once it is this request's turn.
void request_prepare(struct request *request);

/// Keeps an adjust frame of `length` bytes for when it begins, in place of an earlier one.
void request_wish(struct request *request, const uint8_t *frame, size_t length);

void request_free(struct request *request);

/// The value of a variable in the request's environment; NULL when it has none.
const char *request_variable(const struct request *request, const char *name);

#endif
