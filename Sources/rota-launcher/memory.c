#define _GNU_SOURCE
#include "memory.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "group.h"

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

static uint64_t kills(const struct memory_group *group) {
    bool newer = group->version == GROUP_VERSION_2;
    return number_in(group->folder, newer ? "memory.events" : "memory.oom_control", "oom_kill");
}

static bool make(struct memory_group *group, enum group_version version, const char *name, uint64_t limit) {
    const char *own = group_folder(version);
    bool newer = version == GROUP_VERSION_2;
    char text[32];
    if (!*own) return false;
    if (newer) group_write(own, "cgroup.subtree_control", "+memory");
    group->version = version;
    snprintf(text, sizeof text, "%llu", (unsigned long long)limit);
    snprintf(group->folder, sizeof group->folder, "%s/%s", own, name);
    snprintf(group->processes, sizeof group->processes, "%s/cgroup.procs", group->folder);
    // A group of the same name is what could not be removed in time; its limit is set anew.
    if (mkdir(group->folder, 0755) < 0 && errno != EEXIST) return false;
    group->made = group_write(group->folder, newer ? "memory.max" : "memory.limit_in_bytes", text);
    // Swap would only slow the end down; where it is not counted, the file does not exist.
    if (newer) group_write(group->folder, "memory.swap.max", "0");
    else group_write(group->folder, "memory.memsw.limit_in_bytes", text);
    if (group->made) group->kills = kills(group);
    else rmdir(group->folder);
    return group->made;
}

bool memory_group_make(struct memory_group *group, const char *name, uint64_t limit) {
    // What worked, or did not, the first time. Version 1 first: a controller is in one hierarchy only.
    static enum { UNKNOWN, NONE, KNOWN } knowledge = UNKNOWN;
    if (knowledge == NONE) return false;
    if (knowledge == KNOWN) return make(group, group->version, name, limit);
    bool made = make(group, GROUP_VERSION_1, name, limit) || make(group, GROUP_VERSION_2, name, limit);
    knowledge = made ? KNOWN : NONE;
    if (made) group_remove_leftovers(group_folder(group->version));
    return made;
}

bool memory_group_overflowed(const struct memory_group *group) { return kills(group) > group->kills; }

bool memory_group_freeze(const struct memory_group *group, bool frozen) {
    return group->made && group->version == GROUP_VERSION_2
        && group_write(group->folder, "cgroup.freeze", frozen ? "1" : "0");
}

bool memory_group_is_frozen(const struct memory_group *group) {
    return group->made && group->version == GROUP_VERSION_2 && number_in(group->folder, "cgroup.events", "frozen") == 1;
}

void memory_group_remove(struct memory_group *group) {
    if (group->made) rmdir(group->folder);
    group->made = false;
}
