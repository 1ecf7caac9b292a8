#define _GNU_SOURCE
#include "processors.h"

#include <sched.h>
#include <string.h>

struct processors processors_of(const uint8_t *numbers, uint32_t count) {
    struct processors processors = {0};
    for (uint32_t i = 0; i < count; i++) {
        uint32_t cpu;
        memcpy(&cpu, numbers + i * sizeof cpu, sizeof cpu);
        if (cpu < 8 * sizeof processors) processors.words[cpu / (8 * sizeof(long))] |= 1ul << cpu % (8 * sizeof(long));
    }
    return processors;
}

bool processors_read(struct processors *processors, pid_t thread) {
    *processors = (struct processors){0};
    return sched_getaffinity(thread, sizeof *processors, (cpu_set_t *)processors) == 0;
}

bool processors_hold(pid_t thread, const struct processors *processors) {
    return sched_setaffinity(thread, sizeof *processors, (const cpu_set_t *)processors) == 0;
}

bool processors_are_same(const struct processors *one, const struct processors *other) {
    return memcmp(one, other, sizeof *one) == 0;
}
