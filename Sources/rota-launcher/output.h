#ifndef ROTA_OUTPUT_H
#define ROTA_OUTPUT_H

#include <stdbool.h>
#include <stdint.h>

#include "frames.h"

/// One of a lane's two append-mode files, into which attempts that name no file print, one after another.
struct output {
    const char *folder;
    const char *suffix; // "out" or "err"
    uint32_t lane, generation;
    int descriptor; // -1: not open yet
    uint64_t size;  // when the present attempt started
};

/// Opens the file if it is not open. Answers 0 or the error number; `path` (of `size` bytes) then says which file.
int output_open(struct output *output, char *path, uint64_t size);

/// What was printed since the last call.
struct output_range output_take(struct output *output);

#endif
