#define _GNU_SOURCE
#include "program.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/// Where a program was found last. A chain runs the same one over and over, and each folder of PATH it is not in would
/// cost a failed execve.
static struct {
    char name[256], path_variable[1024], place[PATH_MAX];
} last;

static int execute(struct request *request, const char *place) {
    execve(place, request->arguments, request->environment);
    if (errno != ENOEXEC) return errno;
    // A text without `#!`: the shell reads it, as execvp has it.
    char *name = request->arguments[0];
    request->arguments[-1] = (char *)"/bin/sh";
    request->arguments[0] = (char *)place;
    execve("/bin/sh", request->arguments - 1, request->environment);
    request->arguments[0] = name;
    return errno;
}

/// Whether the search goes on in the next folder.
static bool is_elsewhere(int error) {
    return error == ENOENT || error == ENOTDIR || error == EACCES || error == ESTALE || error == ENODEV ||
           error == ETIMEDOUT;
}

static int search(struct request *request, const char *name, const char *folders) {
    char place[PATH_MAX];
    int answer = ENOENT;
    for (const char *folder = folders;; folder++) {
        const char *end = strchrnul(folder, ':');
        int length = (int)(end - folder);
        int size = length ? snprintf(place, sizeof place, "%.*s/%s", length, folder, name)
                          : snprintf(place, sizeof place, "%s", name);
        if (size > 0 && (size_t)size < sizeof place) {
            // Written before, since after it nobody is left to write.
            if (length && folder[0] == '/') memcpy(last.place, place, (size_t)size + 1);
            else last.place[0] = 0;
            int error = execute(request, place);
            if (!is_elsewhere(error)) return error;
            // A folder of PATH that is closed to us says nothing about the program.
            if (error == EACCES && access(place, F_OK) == 0) answer = EACCES;
        }
        folder = end;
        if (!*end) break;
    }
    last.place[0] = 0;
    return answer;
}

int program_execute(struct request *request) {
    const char *name = request->arguments[0];
    if (!*name) return ENOENT;
    if (strchr(name, '/')) return execute(request, name);
    const char *folders = request_variable(request, "PATH");
    if (!folders) folders = "/bin:/usr/bin";
    if (last.place[0] && strcmp(last.name, name) == 0 && strcmp(last.path_variable, folders) == 0) {
        int error = execute(request, last.place);
        if (!is_elsewhere(error)) return error;
    }
    if (strlen(name) < sizeof last.name && strlen(folders) < sizeof last.path_variable) {
        strcpy(last.name, name);
        strcpy(last.path_variable, folders);
    } else {
        last.name[0] = 0;
    }
    return search(request, name, folders);
}
