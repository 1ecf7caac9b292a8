#define _GNU_SOURCE
#include "memory.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool write_text(const char *folder, const char *name, const char *text) {
    char path[4352];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    int file = open(path, O_WRONLY | O_CLOEXEC);
    if (file < 0) return false;
    bool written = write(file, text, strlen(text)) >= 0;
    close(file);
    return written;
}

/// The number behind `word` in a file of lines `word number`; 0 when there is none.
static uint64_t number_in(const char *folder, const char *name, const char *word) {
    char path[4352], line[256];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "re");
    unsigned long long number = 0;
    size_t length = strlen(word);
    while (file && fgets(line, sizeof line, file))
        if (strncmp(line, word, length) == 0 && line[length] == ' ') number = strtoull(line + length, NULL, 10);
    if (file) fclose(file);
    return number;
}

/// This process's group in the hierarchy of the memory controller (version 1) or of all (version 2).
static bool own_group(bool version2, char *group, size_t size) {
    char line[4096];
    bool found = false;
    FILE *file = fopen("/proc/self/cgroup", "re");
    while (file && !found && fgets(line, sizeof line, file)) {
        line[strcspn(line, "\n")] = 0;
        char *controllers = strchr(line, ':');
        char *path = controllers ? strchr(controllers + 1, ':') : NULL;
        if (!path) continue;
        *path++ = 0;
        controllers++;
        char padded[512];
        snprintf(padded, sizeof padded, ",%s,", controllers);
        found = version2 ? *controllers == 0 : strstr(padded, ",memory,") != NULL;
        if (found) snprintf(group, size, "%s", path);
    }
    if (file) fclose(file);
    return found;
}

/// The folder of this process's own group, by the mount that shows it.
static bool own_folder(bool version2, char *folder, size_t size) {
    char group[4096], line[8192], root[4096], mount[4096];
    bool found = false;
    if (!own_group(version2, group, sizeof group)) return false;
    FILE *file = fopen("/proc/self/mountinfo", "re");
    while (file && !found && fgets(line, sizeof line, file)) {
        char *type = strstr(line, " - ");
        if (!type || sscanf(line, "%*d %*d %*s %4095s %4095s", root, mount) != 2) continue;
        line[strcspn(line, "\n")] = 0;
        char *options = strrchr(type, ' ');
        bool fits = version2 ? strncmp(type, " - cgroup2 ", 11) == 0
                             : strncmp(type, " - cgroup ", 10) == 0 && strstr(options, ",memory");
        size_t above = strcmp(root, "/") == 0 ? 0 : strlen(root);
        if (!fits || strncmp(group, root, above) != 0) continue;
        found = true;
        const char *below = strcmp(group, "/") == 0 ? "" : group + above;
        snprintf(folder, size, "%s%s", mount, below);
    }
    if (file) fclose(file);
    return found;
}

/// Groups whose launcher is gone (it was killed, with no time to remove them).
static void remove_leftovers(const char *folder) {
    DIR *entries = opendir(folder);
    for (struct dirent *entry; entries && (entry = readdir(entries));) {
        int launcher;
        char path[4352];
        if (sscanf(entry->d_name, "rota-%d-", &launcher) != 1 || kill(launcher, 0) == 0 || errno != ESRCH) continue;
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        rmdir(path);
    }
    if (entries) closedir(entries);
}

static bool make_group(struct memory_group *group, const char *own, const char *name, uint64_t limit) {
    char text[32];
    snprintf(text, sizeof text, "%llu", (unsigned long long)limit);
    if ((size_t)snprintf(group->folder, sizeof group->folder, "%s/%s", own, name) >= sizeof group->folder) return false;
    snprintf(group->processes, sizeof group->processes, "%s/cgroup.procs", group->folder);
    // A group of the same name is what could not be removed in time; its limit is set anew.
    if (mkdir(group->folder, 0755) < 0 && errno != EEXIST) return false;
    // Swap would only slow the end down; where it is not counted, the file does not exist.
    bool limited = write_text(group->folder, group->version2 ? "memory.max" : "memory.limit_in_bytes", text);
    if (group->version2) write_text(group->folder, "memory.swap.max", "0");
    else write_text(group->folder, "memory.memsw.limit_in_bytes", text);
    if (!limited) rmdir(group->folder);
    return limited;
}

static uint64_t kills(const struct memory_group *group) {
    return number_in(group->folder, group->version2 ? "memory.events" : "memory.oom_control", "oom_kill");
}

bool memory_group_make(struct memory_group *group, const char *name, uint64_t limit) {
    // Where our own group lies, looked up once; version 1 first, since a controller is in one hierarchy only.
    static char own[4096];
    static enum { UNKNOWN, NONE, VERSION1, VERSION2 } kind = UNKNOWN;
    for (int version = 1; kind == UNKNOWN && version <= 2; version++) {
        if (!own_folder(version == 2, own, sizeof own)) continue;
        if (version == 2) write_text(own, "cgroup.subtree_control", "+memory");
        group->version2 = version == 2;
        if (make_group(group, own, name, limit)) kind = version == 2 ? VERSION2 : VERSION1;
        if (kind != UNKNOWN) remove_leftovers(own);
    }
    if (kind == UNKNOWN) kind = NONE;
    group->version2 = kind == VERSION2;
    group->made = kind != NONE && make_group(group, own, name, limit);
    if (group->made) group->kills = kills(group);
    return group->made;
}

bool memory_group_overflowed(const struct memory_group *group) { return kills(group) > group->kills; }

void memory_group_remove(struct memory_group *group) {
    if (group->made) rmdir(group->folder);
    group->made = false;
}
