#define _GNU_SOURCE
#include "attempt.h"

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "clock.h"
#include "tree.h"

enum {
    // 100 ms: what memory may grow by in between is the price of having no control group.
    SAMPLE_NANOSECONDS = 100 * 1000 * 1000,
    // What is killed is mostly gone at once; a process in an uninterruptible wait is not looked at in a busy loop.
    FIRST_SWEEP_PAUSE = 200 * 1000,
    LONGEST_SWEEP_PAUSE = 50 * 1000 * 1000,
};

static const int64_t never = INT64_MAX;

/// Holds the lane, and so the child it is about to make, to the request's processors.
static void bind(struct attempt *attempt) {
    static struct processors at_start;
    static bool known;
    const struct request *request = attempt->request;
    if (request->frame.cpu_count == 0 && !attempt->bound) return;
    if (!known) processors_read(&at_start, 0);
    known = true;
    struct processors wanted = processors_of(request->cpus, request->frame.cpu_count);
    if (request->frame.cpu_count == 0) wanted = at_start;
    attempt->bound = request->frame.cpu_count != 0;
    if (processors_are_same(&wanted, &attempt->processors)) return;
    // A processor that was taken away meanwhile must not keep the task from running.
    if (processors_hold(0, &wanted)) attempt->processors = wanted;
}

void attempt_report_unstarted(struct events *events, const struct request *request, enum cause cause, enum step step,
    int error, const char *path) {
    int64_t now = clock_now();
    struct event_ended event = {.head = {.kind = EVENT_ENDED, .cause = (uint8_t)cause, .step = (uint8_t)step}};
    event.head.attempt = request->frame.head.attempt;
    event.ended_at = now;
    event.error_number = error;
    events_add(events, now, &event, sizeof event, path, strlen(path));
}

static void leave(struct attempt *attempt) {
    adjustment_drop(&attempt->adjustment, &attempt->memory_group);
    memory_group_remove(&attempt->memory_group);
    request_free(attempt->request);
    attempt->request = NULL;
    attempt->state = ATTEMPT_NONE;
    attempt->wall_at = attempt->kill_at = attempt->sample_at = attempt->sweep_at = never;
}

static void fail_to_start(struct attempt *attempt, enum step step, int error, const char *path) {
    attempt_report_unstarted(attempt->events, attempt->request, CAUSE_START_FAILED, step, error, path);
    leave(attempt);
}

/// Opens what is captured into. Answers false when that failed, and the attempt with it.
static bool open_outputs(struct attempt *attempt) {
    char path[4096];
    const struct frame_start *frame = &attempt->request->frame;
    struct output *outputs[] = {&attempt->output, &attempt->error};
    const uint8_t streams[] = {frame->output, frame->error};
    for (int i = 0; i < 2; i++) {
        if (streams[i] != STREAM_CAPTURED) continue;
        int error = output_open(outputs[i], path, sizeof path);
        attempt->surroundings.captured[i] = outputs[i]->descriptor;
        if (error == 0) continue;
        fail_to_start(attempt, i == 0 ? STEP_STANDARD_OUTPUT : STEP_STANDARD_ERROR, error, path);
        return false;
    }
    return true;
}

void attempt_start(struct attempt *attempt, struct request *request) {
    attempt->request = request;
    attempt->cause = CAUSE_OWN;
    const struct frame_adjust *wish = request->wish;
    if (wish && wish->cpu_count > 0) {
        request->frame.cpu_count = wish->cpu_count;
        request->cpus = (const uint8_t *)(wish + 1);
    }
    attempt->wall_at = attempt->kill_at = attempt->sample_at = attempt->sweep_at = never;
    request_prepare(request);
    if (!open_outputs(attempt)) return;
    bind(attempt);
    attempt->surroundings.memory_group = NULL;
    if (request->frame.memory_bytes) {
        char name[64];
        snprintf(name, sizeof name, "rota-%d-%u", getppid(), attempt->events->lane);
        if (memory_group_make(&attempt->memory_group, name, request->frame.memory_bytes))
            attempt->surroundings.memory_group = attempt->memory_group.processes;
    }
    // Before vfork: it returns when the program runs already, on another core perhaps.
    int64_t now = clock_now();
    attempt->process = child_start(request, &attempt->surroundings);
    if (attempt->process < 0) {
        fail_to_start(attempt, STEP_PROCESS, errno, "");
        return;
    }
    attempt->started_at = now;
    attempt->state = ATTEMPT_RUNNING;
    if (request->frame.wall_nanoseconds > 0) attempt->wall_at = now + request->frame.wall_nanoseconds;
    if (request->frame.memory_bytes && !attempt->memory_group.made) attempt->sample_at = now + SAMPLE_NANOSECONDS;
    // A child made by vfork has already failed if it will.
    if (attempt->surroundings.failure->error) return;
    struct event_started event = {.head = {.kind = EVENT_STARTED, .process = attempt->process}, .at = now};
    event.head.attempt = request->frame.head.attempt;
    events_add(attempt->events, now, &event, sizeof event, NULL, 0);
    if (wish) attempt_adjust(attempt, wish, (const uint8_t *)(wish + 1));
}

void attempt_adjust(struct attempt *attempt, const struct frame_adjust *frame, const uint8_t *cpus) {
    // One that is being ended is not stopped again.
    if (attempt->state != ATTEMPT_RUNNING || attempt->kill_at != never) return;
    adjustment_begin(&attempt->adjustment, frame, cpus, clock_now());
    if (frame->cpu_count > 0) attempt->bound = processors_read(&attempt->processors, 0);
}

/// Goes on with what is asked, and tells when it is so.
static void adjust(struct attempt *attempt, int64_t now) {
    struct adjustment *adjustment = &attempt->adjustment;
    if (!adjustment->wanted) {
        adjustment_keep(adjustment, &attempt->memory_group, now);
        return;
    }
    bool was_paused = adjustment->paused;
    enum adjustment_progress progress = adjustment_advance(adjustment, &attempt->memory_group, now);
    if (progress == ADJUSTMENT_GOES_ON) return;
    now = clock_now();
    // What time it stands still is no time that it has run.
    if (adjustment->paused && !was_paused) {
        adjustment->wall_left = attempt->wall_at == never ? never : attempt->wall_at - now;
        attempt->wall_at = never;
    } else if (was_paused && !adjustment->paused) {
        attempt->wall_at = adjustment->wall_left == never ? never : now + adjustment->wall_left;
    }
    struct event_adjusted event = {.head = {.kind = EVENT_ADJUSTED, .process = attempt->process},
        .at = now,
        .number = adjustment->frame.number,
        .error_number = progress == ADJUSTMENT_FAILED ? adjustment->error : 0};
    event.head.attempt = attempt->request->frame.head.attempt;
    events_add(attempt->events, now, &event, sizeof event, NULL, 0);
    if (adjustment->frame.cpu_count > 0) processors_read(&attempt->processors, 0);
}

void attempt_end(struct attempt *attempt, enum cause cause, int64_t grace) {
    if (attempt->state != ATTEMPT_RUNNING) return;
    int64_t kill_at = clock_now() + grace;
    if (attempt->cause == CAUSE_OWN) attempt->cause = cause;
    if (grace > 0 && attempt->kill_at == never) {
        tree_signal(getpid(), SIGTERM);
        // What was stopped can't hear it otherwise.
        tree_signal(getpid(), SIGCONT);
    }
    adjustment_drop(&attempt->adjustment, &attempt->memory_group);
    if (kill_at < attempt->kill_at) attempt->kill_at = kill_at;
}

static int64_t microseconds(struct timeval time) { return (int64_t)time.tv_sec * 1000000 + time.tv_usec; }

static void report(struct attempt *attempt) {
    const struct start_failure *failure = attempt->surroundings.failure;
    const struct rusage *usage = &attempt->usage;
    if (failure->error) {
        output_take(&attempt->output);
        output_take(&attempt->error);
        fail_to_start(attempt, failure->step, failure->error, failure->path);
        return;
    }
    if (attempt->memory_group.made && attempt->status != 0 && memory_group_overflowed(&attempt->memory_group))
        attempt->cause = CAUSE_OUT_OF_MEMORY;
    struct event_ended event = {
        .head = {.kind = EVENT_ENDED,
            .cause = (uint8_t)attempt->cause,
            .process = attempt->process,
            .attempt = attempt->request->frame.head.attempt},
        .started_at = attempt->started_at,
        .ended_at = attempt->ended_at,
        .user_microseconds = (uint64_t)microseconds(usage->ru_utime),
        .system_microseconds = (uint64_t)microseconds(usage->ru_stime),
        .peak_kibibytes = (uint64_t)usage->ru_maxrss,
        .voluntary_switches = (uint64_t)usage->ru_nvcsw,
        .involuntary_switches = (uint64_t)usage->ru_nivcsw,
        .output = output_take(&attempt->output),
        .error = output_take(&attempt->error),
        .status = attempt->status,
    };
    events_add(attempt->events, clock_now(), &event, sizeof event, NULL, 0);
    leave(attempt);
}

void attempt_reap(struct attempt *attempt) {
    for (;;) {
        int status;
        struct rusage usage;
        pid_t pid = wait4(-1, &status, WNOHANG, &usage);
        if (pid == attempt->process && attempt->state == ATTEMPT_RUNNING) {
            attempt->state = ATTEMPT_SWEEPING;
            attempt->status = status;
            attempt->usage = usage;
            attempt->ended_at = clock_now();
            attempt->sweep_at = attempt->ended_at;
            attempt->sweep_pause = FIRST_SWEEP_PAUSE;
            attempt->wall_at = attempt->kill_at = attempt->sample_at = attempt->adjustment.look_at = never;
        } else if (pid <= 0) {
            // No child left is the common case: one call more than waiting itself.
            if (pid < 0 && errno == ECHILD && attempt->state == ATTEMPT_SWEEPING) report(attempt);
            return;
        }
    }
}

/// Kills what is left of an attempt; gives up on what is beyond our rights (another user's by now).
static void sweep(struct attempt *attempt, int64_t now) {
    attempt_reap(attempt);
    if (attempt->state != ATTEMPT_SWEEPING) return;
    if (tree_signal(getpid(), SIGKILL) == 0 && tree_is_beyond_rights(getpid())) {
        report(attempt);
        return;
    }
    attempt->sweep_at = now + attempt->sweep_pause;
    if (attempt->sweep_pause < LONGEST_SWEEP_PAUSE) attempt->sweep_pause *= 2;
}

static int64_t earlier(int64_t one, int64_t other) { return one < other ? one : other; }

int64_t attempt_tick(struct attempt *attempt, int64_t now) {
    if (now >= attempt->wall_at) {
        attempt->wall_at = never;
        attempt_end(attempt, CAUSE_WALL_TIME, attempt->request->frame.grace_nanoseconds);
    }
    if (now >= attempt->sample_at) {
        attempt->sample_at = now + SAMPLE_NANOSECONDS;
        if (tree_memory(getpid()) > attempt->request->frame.memory_bytes) attempt_end(attempt, CAUSE_OUT_OF_MEMORY, 0);
    }
    if (now >= attempt->kill_at) {
        // Again until it is gone: what it forked meanwhile is killed the next time.
        tree_signal(getpid(), SIGKILL);
        attempt->kill_at = now + LONGEST_SWEEP_PAUSE;
    }
    if (now >= attempt->adjustment.look_at) adjust(attempt, now);
    if (now >= attempt->sweep_at) sweep(attempt, now);
    return earlier(attempt->adjustment.look_at,
        earlier(earlier(attempt->wall_at, attempt->kill_at), earlier(attempt->sample_at, attempt->sweep_at)));
}
