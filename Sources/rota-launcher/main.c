#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bug.h"
#include "clock.h"
#include "events.h"
#include "group.h"
#include "lane.h"
#include "tree.h"

// Parent of the lanes: rota-launcher FOLDER [--foreground], with a socket to rota as descriptor 3 and the pipe for
// events as 4. Over the socket come lane numbers of 32 bits, each with the descriptor of the new lane's own socket.

enum { CONTROL = 3, EVENTS = 4 };

struct lane_process {
    pid_t pid;
    uint32_t number;
};

static struct {
    struct lane_process *items;
    size_t count, capacity;
} lanes;

static void note_child(int signal) { (void)signal; }

static void open_lane(uint32_t number, int commands, const char *outputs, const sigset_t *mask) {
    struct lane_options options = {number, commands, EVENTS, outputs, getpid()};
    if (lanes.count == lanes.capacity) {
        lanes.capacity = lanes.capacity * 2 + 16;
        lanes.items = realloc(lanes.items, lanes.capacity * sizeof *lanes.items);
        if (!lanes.items) bug("no memory for a lane");
    }
    pid_t pid = group_fork();
    if (pid == 0) {
        close(CONTROL);
        sigprocmask(SIG_SETMASK, mask, NULL);
        lane_run(&options);
    }
    close(commands);
    struct events events = {.descriptor = EVENTS, .lane = number};
    if (pid > 0) {
        lanes.items[lanes.count++] = (struct lane_process){pid, number};
        return;
    }
    struct event_lane_ended event = {.head = {.kind = EVENT_LANE_ENDED}, .status = errno << 8};
    events_add(&events, 0, &event, sizeof event, NULL, 0);
    events_flush(&events);
    free(events.bytes);
}

/// Receives one lane's number and socket. Answers false when rota has closed its end.
static bool take_lane(const char *outputs, const sigset_t *mask) {
    uint32_t number;
    union {
        char bytes[CMSG_SPACE(sizeof(int))];
        struct cmsghdr align;
    } control;
    struct iovec data = {&number, sizeof number};
    struct msghdr message = {
        .msg_iov = &data, .msg_iovlen = 1, .msg_control = control.bytes, .msg_controllen = sizeof control.bytes};
    ssize_t got = recvmsg(CONTROL, &message, MSG_CMSG_CLOEXEC | MSG_DONTWAIT);
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) return true;
    if (got <= 0) return false;
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    if (got != sizeof number || !header || header->cmsg_type != SCM_RIGHTS)
        bug("malformed frame: a lane without its socket");
    int commands;
    memcpy(&commands, CMSG_DATA(header), sizeof commands);
    open_lane(number, commands, outputs, mask);
    return true;
}

static bool is_lane(pid_t pid) {
    for (size_t i = 0; i < lanes.count; i++)
        if (lanes.items[i].pid == pid) return true;
    return false;
}

/// Ends every child that is no lane: what a lane left that was killed. Repeats until none is left.
static void end_orphans(void) {
    for (int64_t pause = 100 * 1000;; pause = pause < 20000000 ? pause * 2 : pause) {
        size_t killed = 0;
        struct tree children = tree_children(getpid());
        for (size_t i = 0; i < children.count; i++) {
            pid_t pid = children.pids[i];
            if (is_lane(pid)) continue;
            pid_t group = getpgid(pid);
            if (group > 1 && group != getpgrp() && !is_lane(group)) kill(-group, SIGKILL);
            if (kill(pid, SIGKILL) == 0) killed++;
            waitpid(pid, NULL, WNOHANG);
        }
        free(children.pids);
        // Another user's processes are beyond our rights.
        if (killed == 0) break;
        struct timespec span = clock_span(pause);
        nanosleep(&span, NULL);
    }
}

static void report_lane(struct lane_process lane, int status) {
    struct events events = {.descriptor = EVENTS, .lane = lane.number};
    struct event_lane_ended event = {.head = {.kind = EVENT_LANE_ENDED, .process = lane.pid}, .status = status};
    events_add(&events, 0, &event, sizeof event, NULL, 0);
    while (events_flush(&events) && events.blocked) {
        struct pollfd writable = {EVENTS, POLLOUT, 0};
        poll(&writable, 1, -1);
    }
    free(events.bytes);
}

static void reap(void) {
    int status;
    for (pid_t pid; (pid = waitpid(-1, &status, WNOHANG)) > 0;) {
        size_t place = 0;
        while (place < lanes.count && lanes.items[place].pid != pid) place++;
        if (place == lanes.count) continue;
        struct lane_process lane = lanes.items[place];
        lanes.items[place] = lanes.items[--lanes.count];
        end_orphans();
        report_lane(lane, status);
    }
}

static void set_signals(sigset_t *waiting) {
    // As a shell would: what the user had ignored (nohup, a background job) stays so for the tasks; nothing else does.
    for (int number = 1; number < NSIG; number++)
        if (number != SIGHUP && number != SIGINT && number != SIGQUIT && number != SIGKILL && number != SIGSTOP)
            signal(number, SIG_DFL);
    sigset_t blocked;
    sigemptyset(waiting);
    sigemptyset(&blocked);
    sigaddset(&blocked, SIGCHLD);
    sigaddset(&blocked, SIGHUP);
    sigaddset(&blocked, SIGINT);
    sigaddset(&blocked, SIGQUIT);
    sigprocmask(SIG_SETMASK, &blocked, NULL);
    struct sigaction action = {.sa_handler = note_child};
    sigaction(SIGCHLD, &action, NULL);
    ignore_foreign_signals();
    signal(SIGPIPE, SIG_IGN);
    // While waiting: rota tells us when to end, not the terminal.
    sigaddset(waiting, SIGHUP);
    sigaddset(waiting, SIGINT);
    sigaddset(waiting, SIGQUIT);
}

int main(int count, char **arguments) {
    bool foreground = count == 3 && strcmp(arguments[2], "--foreground") == 0;
    if (count != 2 && !foreground) bug("started by hand: it is rota that starts this program");
    if (fcntl(CONTROL, F_SETFD, FD_CLOEXEC) < 0 || fcntl(EVENTS, F_SETFD, FD_CLOEXEC) < 0)
        bug("started by hand: it is rota that starts this program");
    fcntl(EVENTS, F_SETFL, O_WRONLY | O_NONBLOCK);
    // A program alone in the foreground shares rota's terminal, and so its session.
    if (!foreground) setsid();
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    sigset_t waiting;
    set_signals(&waiting);
    group_find();
    group_make(arguments[1]);

    for (bool open = true; open;) {
        struct pollfd polled = {CONTROL, POLLIN, 0};
        int ready = ppoll(&polled, 1, NULL, &waiting);
        reap();
        if (ready > 0) open = take_lane(arguments[1], &waiting);
    }
    // Each lane has seen its own socket close; a stopped one has to be woken for it.
    for (size_t i = 0; i < lanes.count; i++) kill(lanes.items[i].pid, SIGCONT);
    while (lanes.count > 0) {
        ppoll(NULL, 0, NULL, &waiting);
        reap();
    }
    end_orphans();
    group_remove();
    return 0;
}
