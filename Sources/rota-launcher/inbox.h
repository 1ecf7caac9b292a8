#ifndef ROTA_INBOX_H
#define ROTA_INBOX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// What has come from rota and is not a whole frame yet.
struct inbox {
    int descriptor;
    uint8_t *bytes;
    size_t count, capacity;
};

/// Reads what is there once and hands over every whole frame. Answers false when rota has closed its end.
bool inbox_read(
    struct inbox *inbox, void (*take)(void *context, const uint8_t *frame, size_t length), void *context);

#endif
