#ifndef ROTA_TREE_H
#define ROTA_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "processors.h"

/// Process numbers; the caller frees `pids`.
struct tree {
    pid_t *pids;
    size_t count, capacity;
};

/// The children of a process, zombies included.
struct tree tree_children(pid_t parent);

/// All its descendants, each after its parent.
struct tree tree_descendants(pid_t root);

/// Signals every descendant of `root`, not `root` itself, by process groups where these are the descendants' own (a
/// group is signalled as one, which a program that forks without end can't outrun). Answers
/// how many groups and single processes took it.
size_t tree_signal(pid_t root, int signal);

/// Whether every thread of every descendant is stopped, or can't run before it is.
bool tree_is_still(pid_t root);

/// Holds every thread of every descendant to these processors, and counts those that were not yet. Answers 0, or the
/// first failure's number; a thread that is gone is none.
int tree_hold(pid_t root, const struct processors *processors, size_t *moved);

/// Whether it has children, and none that we may signal.
bool tree_is_beyond_rights(pid_t parent);

/// What the descendants of a process hold in memory, pages they share counted once.
uint64_t tree_memory(pid_t root);

#endif
