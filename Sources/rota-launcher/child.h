#ifndef ROTA_CHILD_H
#define ROTA_CHILD_H

#include <sys/types.h>

#include "request.h"

/// What a child could not do; shared with it, whichever way it was made.
struct start_failure {
    int step; // of `enum step`
    int error;
    char path[4096];
};

/// What is the same for every child of a lane, and what this one's request needs beside it.
struct surroundings {
    pid_t lane;
    int null;                  // open on /dev/null
    int captured[2];           // append-mode files for standard output and error
    const char *memory_group;  // the file that takes a process into its memory group; NULL: none
    struct start_failure *failure;
};

/// Starts the request's program. Answers the child's number, or -1 with errno.
///
/// When the program can't be started, `failure->error` is set by the time the child was waited for.
pid_t child_start(struct request *request, const struct surroundings *surroundings);

#endif
