#define _GNU_SOURCE
#include "tree.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void add(struct tree *tree, pid_t pid) {
    if (tree->count == tree->capacity) {
        size_t capacity = tree->capacity * 2 + 16;
        pid_t *pids = realloc(tree->pids, capacity * sizeof *pids);
        if (!pids) return;
        tree->pids = pids;
        tree->capacity = capacity;
    }
    tree->pids[tree->count++] = pid;
}

/// The content of a file under /proc, cut at `size`, ending in NUL; -1 when it can't be read.
static ssize_t content(const char *path, char *bytes, size_t size) {
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) return -1;
    ssize_t count = 0, got;
    while ((got = read(file, bytes + count, size - 1 - (size_t)count)) > 0) count += got;
    close(file);
    bytes[count] = 0;
    return count;
}

/// Adds the children that one thread made; false when the kernel has no such list.
static bool add_children_of_thread(struct tree *tree, pid_t process, pid_t thread) {
    char path[64], few[8192];
    snprintf(path, sizeof path, "/proc/%d/task/%d/children", process, thread);
    // What does not fit is found the next time round: the callers repeat until nothing is left.
    if (content(path, few, sizeof few) < 0) return false;
    char *next = few, *end;
    for (long pid; (pid = strtol(next, &end, 10)) > 0 && *end == ' '; next = end) add(tree, (pid_t)pid);
    return true;
}

static pid_t parent_of(pid_t pid) {
    char path[64], text[1024];
    snprintf(path, sizeof path, "/proc/%d/stat", pid);
    if (content(path, text, sizeof text) < 0) return -1;
    char *name_end = strrchr(text, ')');
    int parent = -1;
    return name_end && sscanf(name_end + 1, " %*c %d", &parent) == 1 ? parent : -1;
}

/// Calls back with every number that names a folder's entry.
static void each_number(const char *path, bool (*visit)(void *context, pid_t number), void *context) {
    DIR *folder = opendir(path);
    if (!folder) return;
    for (struct dirent *entry; (entry = readdir(folder));)
        if (isdigit((unsigned char)entry->d_name[0]) && !visit(context, (pid_t)atol(entry->d_name))) break;
    closedir(folder);
}

struct search {
    struct tree *tree;
    pid_t parent;
    bool listed;
};

static bool visit_thread(void *context, pid_t thread) {
    struct search *search = context;
    search->listed = add_children_of_thread(search->tree, search->parent, thread);
    return true;
}

static bool visit_process(void *context, pid_t pid) {
    struct search *search = context;
    if (parent_of(pid) == search->parent) add(search->tree, pid);
    return true;
}

static void add_children(struct tree *tree, pid_t parent) {
    static bool kernel_lists_children = true;
    struct search search = {tree, parent, false};
    if (kernel_lists_children) {
        if (parent == getpid()) {
            // The common question, and we have one thread.
            search.listed = add_children_of_thread(tree, parent, parent);
            if (!search.listed && errno == ENOENT) kernel_lists_children = false;
        } else {
            char path[64];
            snprintf(path, sizeof path, "/proc/%d/task", parent);
            each_number(path, visit_thread, &search);
        }
    }
    if (!kernel_lists_children) each_number("/proc", visit_process, &search);
}

struct tree tree_children(pid_t parent) {
    struct tree tree = {0};
    add_children(&tree, parent);
    return tree;
}

struct tree tree_descendants(pid_t root) {
    struct tree tree = tree_children(root);
    // 100,000: a bound against a forest that grows while it is walked.
    for (size_t i = 0; i < tree.count && tree.count < 100000; i++) add_children(&tree, tree.pids[i]);
    return tree;
}

/// Whether `group` is new among the groups signalled so far.
static bool note_group(struct tree *groups, pid_t group) {
    for (size_t i = 0; i < groups->count; i++)
        if (groups->pids[i] == group) return false;
    add(groups, group);
    return true;
}

size_t tree_signal(pid_t root, int signal) {
    struct tree tree = tree_descendants(root), groups = {0};
    pid_t ours = getpgrp();
    size_t taken = 0;
    for (size_t i = 0; i < tree.count; i++) {
        pid_t group = getpgid(tree.pids[i]);
        bool separate = group > 1 && group != ours;
        if (!separate) taken += kill(tree.pids[i], signal) == 0;
        // A second SIGTERM makes some programs leave without tidying up, so each group gets one.
        else if (note_group(&groups, group)) taken += kill(-group, signal) == 0;
    }
    free(tree.pids);
    free(groups.pids);
    return taken;
}

struct stillness {
    pid_t process;
    bool is_still;
};

static bool visit_for_stillness(void *context, pid_t thread) {
    struct stillness *stillness = context;
    char path[64], text[1024];
    snprintf(path, sizeof path, "/proc/%d/task/%d/stat", stillness->process, thread);
    if (content(path, text, sizeof text) < 0) return true;
    const char *name_end = strrchr(text, ')');
    // D: in the kernel, as one that waits for its vforked child, and stops before it runs on.
    stillness->is_still = name_end && name_end[1] == ' ' && strchr("TtZXxD", name_end[2]) != NULL;
    return stillness->is_still;
}

bool tree_is_still(pid_t root) {
    struct tree tree = tree_descendants(root);
    struct stillness stillness = {0, true};
    for (size_t i = 0; i < tree.count && stillness.is_still; i++) {
        char path[64];
        stillness.process = tree.pids[i];
        snprintf(path, sizeof path, "/proc/%d/task", stillness.process);
        each_number(path, visit_for_stillness, &stillness);
    }
    free(tree.pids);
    return stillness.is_still;
}

struct holding {
    const struct processors *processors;
    size_t moved;
    int error;
};

static bool visit_to_hold(void *context, pid_t thread) {
    struct holding *holding = context;
    struct processors present;
    if (!processors_read(&present, thread)) return true;
    if (processors_are_same(&present, holding->processors)) return true;
    holding->moved++;
    if (!processors_hold(thread, holding->processors) && errno != ESRCH && !holding->error) holding->error = errno;
    return true;
}

int tree_hold(pid_t root, const struct processors *processors, size_t *moved) {
    struct tree tree = tree_descendants(root);
    struct holding holding = {processors, 0, 0};
    for (size_t i = 0; i < tree.count; i++) {
        char path[64];
        snprintf(path, sizeof path, "/proc/%d/task", tree.pids[i]);
        each_number(path, visit_to_hold, &holding);
    }
    free(tree.pids);
    *moved = holding.moved;
    return holding.error;
}

bool tree_is_beyond_rights(pid_t parent) {
    struct tree children = tree_children(parent);
    bool beyond = children.count > 0;
    for (size_t i = 0; i < children.count; i++)
        if (kill(children.pids[i], 0) == 0) beyond = false;
    free(children.pids);
    return beyond;
}

uint64_t tree_memory(pid_t root) {
    struct tree tree = tree_descendants(root);
    uint64_t own = 0, largest_share = 0;
    for (size_t i = 0; i < tree.count; i++) {
        char path[64], text[256];
        unsigned long long resident, shared;
        snprintf(path, sizeof path, "/proc/%d/statm", tree.pids[i]);
        if (content(path, text, sizeof text) < 0) continue;
        if (sscanf(text, "%*u %llu %llu", &resident, &shared) != 2 || shared > resident) continue;
        own += resident - shared;
        if (shared > largest_share) largest_share = shared;
    }
    free(tree.pids);
    return (own + largest_share) * (uint64_t)sysconf(_SC_PAGESIZE);
}
