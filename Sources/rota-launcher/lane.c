#define _GNU_SOURCE
#include "lane.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "attempt.h"
#include "bug.h"
#include "clock.h"
#include "inbox.h"

enum {
    // 2 ms: while more is queued, ends wait for company that long, so that rota is woken once for several.
    EVENT_DELAY_NANOSECONDS = 2 * 1000 * 1000,
    // Nothing new is started while rota has not read so much.
    LARGEST_EVENT_BACKLOG = 64 << 10,
};

struct lane {
    struct inbox inbox;
    struct request *first, **last;
    size_t queued;
    struct attempt attempt;
    struct events events;
    bool closing;
};

static volatile sig_atomic_t child_ended, told_to_end;

static void note_child(int signal) {
    (void)signal;
    child_ended = 1;
}

static void note_end(int signal) {
    (void)signal;
    told_to_end = 1;
}

static void start_frame(struct lane *lane, const uint8_t *frame, size_t length) {
    if (lane->queued >= MOST_QUEUED) bug("broken promise: more attempts queued than a lane takes");
    struct request *request = request_make(frame, length);
    *lane->last = request;
    lane->last = &request->next;
    lane->queued++;
}

/// Takes the queued attempts `first ..< first + count` out of the line and answers how many there were.
static uint64_t unqueue(struct lane *lane, uint64_t first, uint64_t count, uint64_t *lowest, bool reports) {
    uint64_t removed = 0;
    for (struct request **place = &lane->first; *place;) {
        struct request *request = *place;
        uint64_t attempt = request->frame.head.attempt;
        if (attempt < first || attempt - first >= count) {
            place = &request->next;
            continue;
        }
        if (removed++ == 0) *lowest = attempt;
        *place = request->next;
        if (lane->last == &request->next) lane->last = place;
        lane->queued--;
        if (reports) attempt_report_unstarted(&lane->events, request, CAUSE_STOPPED, 0, 0, "");
        request_free(request);
    }
    return removed;
}

static void end_frame(struct lane *lane, const struct frame_end *frame) {
    uint64_t lowest;
    bool runs = lane->attempt.state != ATTEMPT_NONE && lane->attempt.request->frame.head.attempt == frame->head.attempt;
    if (runs) attempt_end(&lane->attempt, CAUSE_STOPPED, frame->grace_nanoseconds);
    else unqueue(lane, frame->head.attempt, 1, &lowest, true);
}

static void take_back_frame(struct lane *lane, const struct frame_take_back *frame) {
    struct event_taken_back event = {.head = {.kind = EVENT_TAKEN_BACK}};
    uint64_t lowest = frame->head.attempt;
    event.count = unqueue(lane, frame->head.attempt, frame->count, &lowest, false);
    event.head.attempt = lowest;
    events_add(&lane->events, clock_now(), &event, sizeof event, NULL, 0);
}

static void adjust_frame(struct lane *lane, const uint8_t *frame, size_t length) {
    struct frame_adjust adjust;
    if (length < sizeof adjust) bug("malformed frame: an adjustment shorter than its head");
    memcpy(&adjust, frame, sizeof adjust);
    if (length - sizeof adjust != (uint64_t)adjust.cpu_count * sizeof(uint32_t))
        bug("malformed frame: an adjustment with cut processors");
    if (lane->attempt.state != ATTEMPT_NONE && lane->attempt.request->frame.head.attempt == adjust.head.attempt) {
        attempt_adjust(&lane->attempt, &adjust, frame + sizeof adjust);
        return;
    }
    for (struct request *request = lane->first; request; request = request->next)
        if (request->frame.head.attempt == adjust.head.attempt) request_wish(request, frame, length);
}

static void take_frame(void *context, const uint8_t *frame, size_t length) {
    struct lane *lane = context;
    struct frame_head head;
    struct frame_end end;
    struct frame_take_back take_back;
    memcpy(&head, frame, sizeof head);
    switch (head.kind) {
    case FRAME_START:
        start_frame(lane, frame, length);
        break;
    case FRAME_END:
        if (length != sizeof end) bug("malformed frame: an end of the wrong length");
        memcpy(&end, frame, sizeof end);
        end_frame(lane, &end);
        break;
    case FRAME_TAKE_BACK:
        if (length != sizeof take_back) bug("malformed frame: a take-back of the wrong length");
        memcpy(&take_back, frame, sizeof take_back);
        take_back_frame(lane, &take_back);
        break;
    case FRAME_ADJUST:
        adjust_frame(lane, frame, length);
        break;
    default:
        bug("malformed frame: unknown kind");
    }
}

static void start_next(struct lane *lane) {
    struct request *request = lane->first;
    lane->first = request->next;
    if (!lane->first) lane->last = &lane->first;
    lane->queued--;
    attempt_start(&lane->attempt, request);
}

/// Rota or the launcher is gone: nothing new, and an end to what runs.
static void close_lane(struct lane *lane) {
    lane->closing = true;
    while (lane->first) {
        struct request *request = lane->first;
        lane->first = request->next;
        request_free(request);
    }
    attempt_end(&lane->attempt, CAUSE_STOPPED, 0);
    events_flush(&lane->events);
}

static void wait_for_something(struct lane *lane, int64_t until, const sigset_t *waiting_mask) {
    struct pollfd polled[2] = {{lane->inbox.descriptor, POLLIN, 0}, {lane->events.descriptor, POLLOUT, 0}};
    struct timespec span = clock_span(until == INT64_MAX ? 0 : until - clock_now());
    // Without a descriptor to wait for, a closing lane waits for its children alone.
    if (lane->closing) polled[0].fd = -1;
    if (!lane->events.blocked || lane->closing) polled[1].fd = -1;
    int ready = ppoll(polled, 2, until == INT64_MAX ? NULL : &span, waiting_mask);
    if (ready > 0 && polled[0].revents && !inbox_read(&lane->inbox, take_frame, lane)) close_lane(lane);
}

/// Sends events when it is their time, or brings `until` forward to it. Answers false when rota no longer reads.
static bool send_events(struct lane *lane, int64_t now, int64_t *until) {
    if (lane->events.count == 0 || lane->closing) return true;
    int64_t flush_at = lane->first && !lane->events.blocked ? lane->events.oldest + EVENT_DELAY_NANOSECONDS : now;
    if (now >= flush_at) return events_flush(&lane->events);
    if (flush_at < *until) *until = flush_at;
    return true;
}

_Noreturn static void run_loop(struct lane *lane, const sigset_t *waiting_mask) {
    for (;;) {
        if (child_ended) {
            child_ended = 0;
            attempt_reap(&lane->attempt);
        }
        if (told_to_end && !lane->closing) close_lane(lane);
        int64_t now = clock_now();
        int64_t until = attempt_tick(&lane->attempt, now);
        bool idle = lane->attempt.state == ATTEMPT_NONE;
        if (idle && lane->closing) _exit(0);
        if (idle && lane->first && lane->events.count < LARGEST_EVENT_BACKLOG) {
            start_next(lane);
            // A start that failed leaves room for the next one.
            if (lane->attempt.state == ATTEMPT_NONE) continue;
            until = attempt_tick(&lane->attempt, now);
        }
        if (send_events(lane, now, &until)) wait_for_something(lane, until, waiting_mask);
        else close_lane(lane);
    }
}

void ignore_foreign_signals(void) {
    signal(SIGTERM, SIG_IGN);
    // A warning that the job is about to end, sent where its owner asked for one.
    signal(SIGUSR1, SIG_IGN);
    signal(SIGUSR2, SIG_IGN);
}

/// Blocks what the lane hears only while it waits; answers the mask for waiting.
static sigset_t set_signals(void) {
    sigset_t blocked, waiting;
    sigemptyset(&blocked);
    sigaddset(&blocked, SIGCHLD);
    sigaddset(&blocked, LANE_END_SIGNAL);
    sigprocmask(SIG_BLOCK, &blocked, &waiting);
    sigdelset(&waiting, SIGCHLD);
    sigdelset(&waiting, LANE_END_SIGNAL);
    struct sigaction action = {.sa_handler = note_child};
    sigaction(SIGCHLD, &action, NULL);
    action.sa_handler = note_end;
    sigaction(LANE_END_SIGNAL, &action, NULL);
    ignore_foreign_signals();
    signal(SIGPIPE, SIG_IGN);
    return waiting;
}

_Noreturn void lane_run(const struct lane_options *options) {
    sigset_t waiting = set_signals();
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    prctl(PR_SET_NAME, "rota-lane");
    prctl(PR_SET_PDEATHSIG, LANE_END_SIGNAL);
    if (getppid() != options->launcher) _exit(0);

    static struct lane lane;
    lane.last = &lane.first;
    lane.inbox.descriptor = options->commands;
    lane.events = (struct events){.descriptor = options->events, .lane = options->number};
    struct attempt *attempt = &lane.attempt;
    attempt->events = &lane.events;
    attempt->wall_at = attempt->kill_at = attempt->sample_at = attempt->sweep_at = INT64_MAX;
    attempt->adjustment.look_at = INT64_MAX;
    attempt->output = (struct output){options->outputs, "out", options->number, 0, -1, 0};
    attempt->error = (struct output){options->outputs, "err", options->number, 0, -1, 0};
    struct start_failure *failure =
        mmap(NULL, sizeof *failure, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (failure == MAP_FAILED || null < 0) bug("no memory or no /dev/null for a lane");
    attempt->surroundings = (struct surroundings){getpid(), null, {-1, -1}, NULL, failure};
    run_loop(&lane, &waiting);
}
