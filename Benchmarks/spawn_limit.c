// How fast this machine can run a program many times, a given number at once: starts and waits, and does nothing else.
// No scheduler can be faster than this, so its rate is the measure of the others.
//
// Use: spawn_limit COUNT WIDTH PROGRAM [ARGUMENT...]

#include <errno.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

extern char **environ;

static int start(char **command) {
    pid_t child;
    int problem = posix_spawnp(&child, command[0], NULL, NULL, command, environ);
    if (problem != 0) fprintf(stderr, "spawn_limit: %s: %s\n", command[0], strerror(problem));
    return problem;
}

static int await_one(void) {
    while (wait(NULL) < 0) {
        if (errno == EINTR) continue;
        perror("spawn_limit: wait");
        return errno;
    }
    return 0;
}

int main(int count, char **words) {
    if (count < 4) {
        fprintf(stderr, "use: spawn_limit COUNT WIDTH PROGRAM [ARGUMENT...]\n");
        return 2;
    }
    long programs = strtol(words[1], NULL, 10);
    long width = strtol(words[2], NULL, 10);
    for (long begun = 0; begun < programs; begun++) {
        if (begun >= width && await_one() != 0) return 1;
        if (start(words + 3) != 0) return 1;
    }
    for (long left = programs < width ? programs : width; left > 0; left--) {
        if (await_one() != 0) return 1;
    }
    return 0;
}
