#include "inbox.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "bug.h"
#include "frames.h"

enum { ROOM = 64 << 10 };

static void resize(struct inbox *inbox, size_t capacity) {
    inbox->bytes = realloc(inbox->bytes, capacity);
    if (!inbox->bytes) bug("no memory for frames");
    inbox->capacity = capacity;
}

bool inbox_read(
    struct inbox *inbox, void (*take)(void *context, const uint8_t *frame, size_t length), void *context) {
    if (inbox->capacity - inbox->count < ROOM) resize(inbox, inbox->count + ROOM);
    ssize_t got = recv(inbox->descriptor, inbox->bytes + inbox->count, inbox->capacity - inbox->count, MSG_DONTWAIT);
    if (got == 0) return false;
    if (got < 0) return errno == EAGAIN || errno == EINTR;
    inbox->count += (size_t)got;

    size_t done = 0;
    struct frame_head head;
    while (inbox->count - done >= sizeof head) {
        memcpy(&head, inbox->bytes + done, sizeof head);
        if (head.length < sizeof head || head.length > LARGEST_FRAME) bug("malformed frame: impossible length");
        if (inbox->count - done < head.length) break;
        take(context, inbox->bytes + done, head.length);
        done += head.length;
    }
    inbox->count -= done;
    memmove(inbox->bytes, inbox->bytes + done, inbox->count);
    // The peak memory of a child that shares ours while it starts is at least ours: large frames are given back.
    if (inbox->count == 0 && inbox->capacity > 4 * ROOM) resize(inbox, ROOM);
    return true;
}
