#ifndef ROTA_ADJUSTMENT_H
#define ROTA_ADJUSTMENT_H

#include <stdbool.h>
#include <stdint.h>

#include "frames.h"
#include "memory.h"
#include "processors.h"

/// What is asked of the running attempt, until it is so, and what has come of earlier ones.
struct adjustment {
    // Asked for, and not answered yet.
    bool wanted;
    struct frame_adjust frame;
    // Where it is to run from now on, and where it is to go back to when that can't be.
    struct processors processors, before;
    // Whether all of it stands still by request; and whether some of it may.
    bool paused, stopped;
    // How often in a row everything was found as it is to be.
    int settled;
    int error;
    // Moments; INT64_MAX: nothing is to be done.
    int64_t look_at, give_up_at;
    int64_t look_pause;
    // Of the wall time, what is left when it goes on; INT64_MAX: no limit.
    int64_t wall_left;
};

/// What has come of it.
enum adjustment_progress { ADJUSTMENT_GOES_ON, ADJUSTMENT_DONE, ADJUSTMENT_FAILED };

/// Begins, in place of what was asked before. The processors are the caller's own from now on, so that all it starts
/// later has them too.
void adjustment_begin(struct adjustment *adjustment, const struct frame_adjust *frame, const uint8_t *cpus,
    int64_t now);

/// Looks at every process below the caller once, and changes what is not as it is to be.
///
/// Everything has to be found in place twice in a row: what was started between the listing of a process's children
/// and its standing still is found the second time.
enum adjustment_progress adjustment_advance(
    struct adjustment *adjustment, const struct memory_group *group, int64_t now);

/// Stops again what somebody else has told to go on: a batch system that suspended everything wakes everything.
void adjustment_keep(struct adjustment *adjustment, const struct memory_group *group, int64_t now);

/// Forgets everything, since the attempt is being ended, or has ended. What was stopped by signals waits for one.
void adjustment_drop(struct adjustment *adjustment, const struct memory_group *group);

#endif
