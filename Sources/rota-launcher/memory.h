#ifndef ROTA_MEMORY_H
#define ROTA_MEMORY_H

#include <stdbool.h>
#include <stdint.h>

#include "group.h"

/// A control group of the lane's own, made for an attempt that has a memory limit and removed after it.
struct memory_group {
    enum group_version version;
    bool made;
    char folder[4352];
    char processes[4400]; // the file that takes processes in
    uint64_t kills;       // by the kernel, for this limit, before the present attempt
};

/// Makes the group with its limit. Answers false where no control group can be written; the lane then samples.
bool memory_group_make(struct memory_group *group, const char *name, uint64_t limit);

/// Whether the kernel ended a process for the limit since the group was made.
bool memory_group_overflowed(const struct memory_group *group);

/// Freezes everything in the group, or lets it go on. Answers false where there is no group that can do it: none was
/// made, version 1, a kernel before 5.2.
bool memory_group_freeze(const struct memory_group *group, bool frozen);

/// Whether everything in it has come to a stop.
bool memory_group_is_frozen(const struct memory_group *group);

/// Removes the group; what is not gone yet keeps it, and the next attempt finds it.
void memory_group_remove(struct memory_group *group);

#endif
