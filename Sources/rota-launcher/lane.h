#ifndef ROTA_LANE_H
#define ROTA_LANE_H

#include <stdint.h>
#include <sys/types.h>

struct lane_options {
    uint32_t number;
    int commands; // a socket to rota
    int events;   // the pipe to rota
    const char *outputs;
    pid_t launcher;
};

/// Runs attempts one after another until rota or the launcher is gone; leaves no descendant behind.
_Noreturn void lane_run(const struct lane_options *options);

#endif
