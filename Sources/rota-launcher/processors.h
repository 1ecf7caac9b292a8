#ifndef ROTA_PROCESSORS_H
#define ROTA_PROCESSORS_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/// 8,192: as many processors as any kernel is built for.
struct processors {
    unsigned long words[8192 / (8 * sizeof(unsigned long))];
};

/// Those of a frame: `count` numbers of 32 bits, not aligned. One beyond what a kernel knows is left out.
struct processors processors_of(const uint8_t *numbers, uint32_t count);

/// What a thread is held to; 0 stands for the caller. Answers false, with errno, when there is no such thread.
bool processors_read(struct processors *processors, pid_t thread);

/// Answers false, with errno: none of them is there any more, or the thread is gone or beyond our rights.
bool processors_hold(pid_t thread, const struct processors *processors);

bool processors_are_same(const struct processors *one, const struct processors *other);

#endif
