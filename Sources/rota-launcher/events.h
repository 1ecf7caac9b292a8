#ifndef ROTA_EVENTS_H
#define ROTA_EVENTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "frames.h"

/// Events on their way to rota: whole ones, gathered, so that a chain of short tasks costs one write for many.
struct events {
    int descriptor; // a pipe that never blocks
    uint32_t lane;
    uint8_t *bytes;
    size_t count, capacity;
    int64_t oldest; // when the first of them was added
    bool blocked;   // the pipe was full
};

/// Adds an event whose first field is an `event_head`; fills in its length and lane. `tail` may be NULL.
void events_add(struct events *events, int64_t now, void *event, size_t size, const char *tail, size_t tail_size);

/// Writes what the pipe takes. Answers false when rota no longer reads.
bool events_flush(struct events *events);

#endif
