#define _GNU_SOURCE
#include "library.h"

#include <dlfcn.h>
#include <stddef.h>
#include <string.h>

const char *library_open(const char *const *names, const struct library_entry *entries) {
    void *library = NULL;
    const char *words = NULL;
    for (; *names && !library; names++) {
        library = dlopen(*names, RTLD_NOW | RTLD_LOCAL);
        // What is wrong with the usual name says most.
        if (!library && !words) words = strdup(dlerror());
    }
    if (!library) return words ? words : "no memory";
    for (; entries->name; entries++) {
        *entries->place = dlsym(library, entries->name);
        if (!*entries->place) return strdup(dlerror());
    }
    return NULL;
}
