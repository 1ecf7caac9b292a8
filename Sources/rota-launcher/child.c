#define _GNU_SOURCE
#include "child.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lane.h"
#include "program.h"

// Everything here runs in the child. After vfork it shares the lane's memory while the lane waits, so it writes only
// where the lane expects it, and allocates nothing.

_Noreturn static void fail(const struct surroundings *surroundings, enum step step, int error, const char *path) {
    struct start_failure *failure = surroundings->failure;
    failure->step = step;
    snprintf(failure->path, sizeof failure->path, "%s", path);
    failure->error = error;
    _exit(127);
}

static int make_folders(const char *path) {
    char part[4096];
    size_t length = strlen(path);
    if (length >= sizeof part) return ENAMETOOLONG;
    memcpy(part, path, length + 1);
    for (char *slash = part + 1; (slash = strchr(slash, '/')); slash++) {
        *slash = 0;
        if (mkdir(part, 0777) < 0 && errno != EEXIST && errno != EROFS && errno != EACCES) return errno;
        *slash = '/';
    }
    return mkdir(part, 0777) < 0 && errno != EEXIST ? errno : 0;
}

static void enter_folder(const struct request *request, const struct surroundings *surroundings) {
    if (!*request->directory || chdir(request->directory) == 0) return;
    int error = errno == ENOENT ? make_folders(request->directory) : errno;
    if (error == 0 && chdir(request->directory) < 0) error = errno;
    if (error) fail(surroundings, STEP_WORKING_DIRECTORY, error, request->directory);
}

static void set_stream(
    int number, int source, enum step step, const char *path, const struct surroundings *surroundings) {
    if (source != number && dup2(source, number) < 0) fail(surroundings, step, errno, path);
}

static void open_stream(
    int number, int flags, enum step step, const char *path, const struct surroundings *surroundings) {
    // O_NOCTTY: the child leads a session, and would be given a terminal it merely prints to.
    int file = open(path, flags | O_NOCTTY | O_CLOEXEC, 0666);
    if (file < 0) fail(surroundings, step, errno, path);
    set_stream(number, file, step, path, surroundings);
}

static void set_streams(const struct request *request, const struct surroundings *surroundings) {
    const struct frame_start *frame = &request->frame;
    const int write = O_WRONLY | O_CREAT | O_TRUNC;
    if (frame->input == STREAM_FILE)
        open_stream(0, O_RDONLY, STEP_STANDARD_INPUT, request->input, surroundings);
    else if (frame->input == STREAM_NULL)
        set_stream(0, surroundings->null, STEP_STANDARD_INPUT, "/dev/null", surroundings);

    if (frame->output == STREAM_FILE)
        open_stream(1, write, STEP_STANDARD_OUTPUT, request->output, surroundings);
    else if (frame->output != STREAM_INHERITED)
        set_stream(1, frame->output == STREAM_NULL ? surroundings->null : surroundings->captured[0],
            STEP_STANDARD_OUTPUT, "", surroundings);

    if (frame->error == STREAM_FILE && frame->output == STREAM_FILE && strcmp(request->output, request->error) == 0)
        set_stream(2, 1, STEP_STANDARD_ERROR, request->error, surroundings);
    else if (frame->error == STREAM_FILE)
        open_stream(2, write, STEP_STANDARD_ERROR, request->error, surroundings);
    else if (frame->error != STREAM_INHERITED)
        set_stream(2, frame->error == STREAM_NULL ? surroundings->null : surroundings->captured[1],
            STEP_STANDARD_ERROR, "", surroundings);
}

static void reset_signals(void) {
    // The lane's handlers would be dropped by exec, but a signal may come before it, and what is ignored stays so.
    static const int changed[] = {SIGCHLD, SIGTERM, SIGUSR1, SIGUSR2, SIGPIPE, LANE_END_SIGNAL};
    for (size_t i = 0; i < sizeof changed / sizeof *changed; i++) signal(changed[i], SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

_Noreturn static void run(struct request *request, const struct surroundings *surroundings) {
    bool foreground = request->frame.head.flags & START_IN_FOREGROUND;
    if (!foreground) setsid();
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    // The lane may have died before that line.
    if (getppid() != surroundings->lane) _exit(127);
    reset_signals();
    if (surroundings->memory_group) {
        int group = open(surroundings->memory_group, O_WRONLY | O_CLOEXEC);
        if (group < 0 || write(group, "0", 1) < 0)
            fail(surroundings, STEP_MEMORY_LIMIT, errno, surroundings->memory_group);
        close(group);
    }
    enter_folder(request, surroundings);
    set_streams(request, surroundings);
    fail(surroundings, STEP_EXECUTE, program_execute(request), request->arguments[0]);
}

pid_t child_start(struct request *request, const struct surroundings *surroundings) {
    const struct frame_start *frame = &request->frame;
    surroundings->failure->error = 0;
    // An open may block (a FIFO), and a lane that waits for vfork can't end what it waits for.
    bool may_block = frame->input == STREAM_FILE || frame->output == STREAM_FILE || frame->error == STREAM_FILE;
    // The lane ignores these. Blocked, one that comes before the child has reset them waits until it has.
    sigset_t ends;
    sigset_t before;
    sigemptyset(&ends);
    sigaddset(&ends, SIGTERM);
    sigaddset(&ends, SIGUSR1);
    sigaddset(&ends, SIGUSR2);
    sigprocmask(SIG_BLOCK, &ends, &before);
    pid_t pid = may_block ? fork() : vfork();
    if (pid == 0) run(request, surroundings);
    int error = errno;
    sigprocmask(SIG_SETMASK, &before, NULL);
    errno = error;
    return pid;
}
