#ifndef ROTA_ATTEMPT_H
#define ROTA_ATTEMPT_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/resource.h>
#include <sys/types.h>

#include "adjustment.h"
#include "child.h"
#include "events.h"
#include "memory.h"
#include "output.h"
#include "request.h"

enum attempt_state {
    ATTEMPT_NONE,
    ATTEMPT_RUNNING,
    // Its program has ended; what it left behind is being ended.
    ATTEMPT_SWEEPING
};

/// The one attempt that a lane runs now, and what stays from one to the next.
struct attempt {
    enum attempt_state state;
    struct request *request;
    struct events *events;
    struct surroundings surroundings;
    struct output output, error;
    struct memory_group memory_group;
    pid_t process;
    int64_t started_at, ended_at;
    // Moments at which something is to be done; INT64_MAX: nothing.
    int64_t wall_at, kill_at, sample_at, sweep_at;
    int64_t sweep_pause;
    enum cause cause;
    int status;
    struct rusage usage;
    // Whether the lane is held to some processors at present, and to which.
    bool bound;
    struct processors processors;
    struct adjustment adjustment;
};

/// Starts the request, which belongs to the attempt from now on; a failure becomes its end.
void attempt_start(struct attempt *attempt, struct request *request);

/// Asks the running attempt to end: SIGTERM to all of it, SIGKILL after the grace; 0: SIGKILL at once.
void attempt_end(struct attempt *attempt, enum cause cause, int64_t grace);

/// Moves and stops the running attempt, or lets it go on; answered once that is in force, unless it ends.
void attempt_adjust(struct attempt *attempt, const struct frame_adjust *frame, const uint8_t *cpus);

/// Collects children that have ended, and the attempt's end with them.
void attempt_reap(struct attempt *attempt);

/// Does what is due, and answers when to come again.
int64_t attempt_tick(struct attempt *attempt, int64_t now);

/// Reports the end of a request that was never started.
void attempt_report_unstarted(struct events *events, const struct request *request, enum cause cause, enum step step,
    int error, const char *path);

#endif
