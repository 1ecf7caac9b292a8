#include "events.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bug.h"

void events_add(struct events *events, int64_t now, void *event, size_t size, const char *tail, size_t tail_size) {
    // A write of at most PIPE_BUF bytes is never mixed with another lane's; nor may one event be larger.
    if (tail_size > PIPE_BUF - size) tail_size = PIPE_BUF - size;
    struct event_head *head = event;
    head->length = (uint32_t)(size + tail_size);
    head->lane = events->lane;
    if (events->count + head->length > events->capacity) {
        events->capacity = (events->count + head->length) * 2 + PIPE_BUF;
        events->bytes = realloc(events->bytes, events->capacity);
        if (!events->bytes) bug("no memory for events");
    }
    if (events->count == 0) events->oldest = now;
    memcpy(events->bytes + events->count, event, size);
    if (tail_size) memcpy(events->bytes + events->count + size, tail, tail_size);
    events->count += head->length;
}

/// The bytes of as many whole events from `bytes` on as one atomic write takes.
static size_t whole_events(const uint8_t *bytes, size_t count) {
    size_t size = 0;
    while (size < count) {
        uint32_t length;
        memcpy(&length, bytes + size, sizeof length);
        if (size + length > PIPE_BUF) break;
        size += length;
    }
    return size;
}

bool events_flush(struct events *events) {
    size_t done = 0;
    events->blocked = false;
    while (done < events->count) {
        size_t whole = whole_events(events->bytes + done, events->count - done);
        ssize_t written = write(events->descriptor, events->bytes + done, whole);
        if (written > 0) {
            done += (size_t)written;
        } else if (errno == EAGAIN) {
            events->blocked = true;
            break;
        } else if (errno != EINTR) {
            return false;
        }
    }
    memmove(events->bytes, events->bytes + done, events->count - done);
    events->count -= done;
    return true;
}
