#define _GNU_SOURCE
#include "group.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "clock.h"

static char own[2][4096];
// The run's group, and the file that names it. Empty: none.
static char made[4160], note[4160];
// The group's folder, for processes to be born in.
static int birthplace = -1;
static bool entered;

/// This process's path in a hierarchy, as /proc/self/cgroup has it.
static bool own_path(enum group_version version, char *path, size_t size) {
    char line[4096];
    bool found = false;
    FILE *file = fopen("/proc/self/cgroup", "re");
    while (file && !found && fgets(line, sizeof line, file)) {
        line[strcspn(line, "\n")] = 0;
        char *controllers = strchr(line, ':');
        char *rest = controllers ? strchr(controllers + 1, ':') : NULL;
        if (!rest) continue;
        *rest++ = 0;
        controllers++;
        char padded[512];
        snprintf(padded, sizeof padded, ",%s,", controllers);
        found = version == GROUP_VERSION_2 ? *controllers == 0 : strstr(padded, ",memory,") != NULL;
        if (found) snprintf(path, size, "%s", rest);
    }
    if (file) fclose(file);
    return found;
}

/// The folder that shows that path, by the hierarchy's mount; stays empty when there is none.
static void find_folder(enum group_version version, char *folder, size_t size) {
    char path[4096], line[8192], root[4096], mount[4096];
    if (!own_path(version, path, sizeof path)) return;
    FILE *file = fopen("/proc/self/mountinfo", "re");
    while (file && !*folder && fgets(line, sizeof line, file)) {
        char *type = strstr(line, " - ");
        if (!type || sscanf(line, "%*d %*d %*s %4095s %4095s", root, mount) != 2) continue;
        line[strcspn(line, "\n")] = 0;
        const char *options = strrchr(type, ' ');
        bool fits = version == GROUP_VERSION_2 ? strncmp(type, " - cgroup2 ", 11) == 0
                                               : strncmp(type, " - cgroup ", 10) == 0 && strstr(options, ",memory");
        size_t above = strcmp(root, "/") == 0 ? 0 : strlen(root);
        if (!fits || strncmp(path, root, above) != 0) continue;
        int length = snprintf(folder, size, "%s%s", mount, strcmp(path, "/") == 0 ? "" : path + above);
        // 256: room for the names below it.
        if (length < 0 || (size_t)length + 256 > size) *folder = 0;
    }
    if (file) fclose(file);
}

void group_find(void) {
    for (int version = GROUP_VERSION_1; version <= GROUP_VERSION_2; version++)
        find_folder(version, own[version], sizeof own[version]);
}

const char *group_folder(enum group_version version) { return own[version]; }

bool group_write(const char *folder, const char *name, const char *text) {
    char path[4352];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    int file = open(path, O_WRONLY | O_CLOEXEC);
    if (file < 0) return false;
    bool written = write(file, text, strlen(text)) >= 0;
    close(file);
    return written;
}

void group_remove_leftovers(const char *folder) {
    DIR *entries = opendir(folder);
    for (struct dirent *entry; entries && (entry = readdir(entries));) {
        int launcher;
        char path[4352];
        if (sscanf(entry->d_name, "rota-%d", &launcher) != 1 || kill(launcher, 0) == 0 || errno != ESRCH) continue;
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        // Not while anything is in it.
        rmdir(path);
    }
    if (entries) closedir(entries);
}

/// Removes the run's group and its note; not while anything is in it.
static void forget(void) {
    if (rmdir(made) == 0) unlink(note);
    made[0] = 0;
}

void group_make(const char *outputs) {
    const char *above = own[GROUP_VERSION_2];
    if (!*above) return;
    // The moment makes the name one that no earlier launcher of the same number had.
    snprintf(made, sizeof made, "%s/rota-%d.%llx", above, getpid(), (unsigned long long)clock_now());
    if (mkdir(made, 0755) < 0) {
        made[0] = 0;
        return;
    }
    group_remove_leftovers(above);
    snprintf(note, sizeof note, "%s/group", outputs);
    int file = open(note, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    bool noted = file >= 0 && dprintf(file, "%s\n", made) > 0;
    if (file >= 0) close(file);
    if (noted) birthplace = open(made, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (birthplace < 0) forget();
}

pid_t group_fork(void) {
    if (birthplace >= 0) {
        struct clone_args arguments = {
            .flags = CLONE_INTO_CGROUP, .exit_signal = SIGCHLD, .cgroup = (uint64_t)birthplace};
        long pid = syscall(SYS_clone3, &arguments, sizeof arguments);
        if (pid >= 0 || errno == EAGAIN || errno == ENOMEM) return (pid_t)pid;
        // A kernel before 5.7, or a container that forbids the call: then this process enters, and its children follow.
        close(birthplace);
        birthplace = -1;
        entered = group_write(made, "cgroup.procs", "0");
        if (!entered) forget();
    }
    return fork();
}

void group_remove(void) {
    if (!made[0] || (entered && !group_write(own[GROUP_VERSION_2], "cgroup.procs", "0"))) return;
    forget();
}
