#define _GNU_SOURCE
#include "output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

// 64 KiB: a file beyond it is left to rota, which moves what it wants to keep and deletes the rest.
enum { LARGEST_BEFORE_ROTATION = 64 << 10 };

static int open_generation(const struct output *output, uint32_t generation, char *path, uint64_t size) {
    snprintf(path, size, "%s/lane-%u.%u.%s", output->folder, output->lane, generation, output->suffix);
    return open(path, O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0600);
}

int output_open(struct output *output, char *path, uint64_t size) {
    while (output->descriptor < 0) {
        output->descriptor = open_generation(output, output->generation, path, size);
        if (output->descriptor >= 0) break;
        // Another lane had this number before: its files are kept.
        if (errno != EEXIST) return errno;
        output->generation++;
    }
    return 0;
}

struct output_range output_take(struct output *output) {
    struct output_range range = {output->size, 0, output->generation, 0};
    struct stat status;
    if (output->descriptor < 0 || fstat(output->descriptor, &status) < 0) return range;
    // A program may have cut the file that is its output.
    if ((uint64_t)status.st_size > output->size) range.count = (uint64_t)status.st_size - output->size;
    output->size = (uint64_t)status.st_size;
    if (output->size > LARGEST_BEFORE_ROTATION) {
        close(output->descriptor);
        output->descriptor = -1;
        output->generation++;
        output->size = 0;
    }
    return range;
}
