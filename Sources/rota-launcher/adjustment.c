#include "adjustment.h"

#include <errno.h>
#include <signal.h>
#include <unistd.h>

#include "clock.h"
#include "tree.h"

enum {
    // 50 us: a sleeping process has to run to stand still, which takes about that.
    FIRST_LOOK_PAUSE = 50 * 1000,
    LONGEST_LOOK_PAUSE = 10 * 1000 * 1000,
    // 1 s: how long a paused attempt may go on unnoticed that somebody else woke.
    HOLD_PAUSE = 1000 * 1000 * 1000,
};

static const int64_t never = INT64_MAX;
// 5 s: what has not come to a stop by then never will, as another user's process.
static const int64_t patience = 5000000000;

static bool is_pause(const struct adjustment *adjustment) { return adjustment->frame.head.flags & ADJUST_PAUSED; }

static void stop(const struct memory_group *group) {
    // A group of its own is frozen by the kernel as one; nothing in it sees a signal, nor can be woken by one.
    if (!memory_group_freeze(group, true)) tree_signal(getpid(), SIGSTOP);
}

static void go_on(const struct memory_group *group) {
    if (!memory_group_freeze(group, false)) tree_signal(getpid(), SIGCONT);
}

void adjustment_begin(struct adjustment *adjustment, const struct frame_adjust *frame, const uint8_t *cpus,
    int64_t now) {
    // One that was not answered yet is replaced; what came before that is what may have to be restored.
    if (!adjustment->wanted) processors_read(&adjustment->before, 0);
    adjustment->frame = *frame;
    adjustment->wanted = true;
    adjustment->settled = adjustment->error = 0;
    adjustment->look_at = now;
    adjustment->look_pause = FIRST_LOOK_PAUSE;
    adjustment->give_up_at = now + patience;
    if (frame->cpu_count == 0) return;
    struct processors wanted = processors_of(cpus, frame->cpu_count);
    if (!processors_hold(0, &wanted)) {
        adjustment->error = errno;
        return;
    }
    // Those of them that are there: what its threads will be found on.
    processors_read(&adjustment->processors, 0);
}

/// Everything as it was before.
static void undo(struct adjustment *adjustment, const struct memory_group *group) {
    size_t moved;
    struct processors present;
    if (processors_read(&present, 0) && !processors_are_same(&present, &adjustment->before)) {
        processors_hold(0, &adjustment->before);
        tree_hold(getpid(), &adjustment->before, &moved);
    }
    if (adjustment->stopped && !adjustment->paused) go_on(group);
    adjustment->stopped = adjustment->paused;
}

static enum adjustment_progress finish(struct adjustment *adjustment, enum adjustment_progress progress, int64_t now) {
    adjustment->wanted = false;
    adjustment->look_at = adjustment->paused ? now + HOLD_PAUSE : never;
    return progress;
}

enum adjustment_progress adjustment_advance(
    struct adjustment *adjustment, const struct memory_group *group, int64_t now) {
    size_t moved = 0;
    int error = adjustment->error;
    // What goes on does so where it is to be, and what stops does so before it is moved.
    if (!error && is_pause(adjustment)) {
        stop(group);
        adjustment->stopped = true;
    }
    if (!error && adjustment->frame.cpu_count > 0) error = tree_hold(getpid(), &adjustment->processors, &moved);
    if (error || now >= adjustment->give_up_at) {
        undo(adjustment, group);
        adjustment->error = error ? error : ETIMEDOUT;
        return finish(adjustment, ADJUSTMENT_FAILED, now);
    }
    bool is_still = !is_pause(adjustment) || memory_group_is_frozen(group) || tree_is_still(getpid());
    adjustment->settled = moved == 0 && is_still ? adjustment->settled + 1 : 0;
    if (adjustment->settled == 2) {
        if (!is_pause(adjustment) && adjustment->stopped) go_on(group);
        adjustment->paused = adjustment->stopped = is_pause(adjustment);
        return finish(adjustment, ADJUSTMENT_DONE, now);
    }
    adjustment->look_at = adjustment->settled > 0 ? now : now + adjustment->look_pause;
    if (adjustment->settled == 0 && adjustment->look_pause < LONGEST_LOOK_PAUSE) adjustment->look_pause *= 2;
    return ADJUSTMENT_GOES_ON;
}

void adjustment_keep(struct adjustment *adjustment, const struct memory_group *group, int64_t now) {
    stop(group);
    adjustment->look_at = now + HOLD_PAUSE;
}

void adjustment_drop(struct adjustment *adjustment, const struct memory_group *group) {
    if (adjustment->stopped) memory_group_freeze(group, false);
    adjustment->wanted = adjustment->paused = adjustment->stopped = false;
    adjustment->look_at = never;
}
