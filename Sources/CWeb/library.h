#ifndef ROTA_CWEB_LIBRARY_H
#define ROTA_CWEB_LIBRARY_H

/// Opens the first of these libraries that is there (the names end with a null) and fills each entry with the function
/// of its name. Answers null, or the loader's words.
struct library_entry {
    const char *name;
    void **place;
};
const char *library_open(const char *const *names, const struct library_entry *entries);

/// A place for a library's function, and its entry in the table.
#define FUNCTION(name) static __typeof__(name) *call_##name
#define ENTRY(name) {#name, (void **)&call_##name}

#endif
