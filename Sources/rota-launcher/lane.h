#ifndef ROTA_LANE_H
#define ROTA_LANE_H

#include <stdint.h>
#include <sys/types.h>

// 40: a signal that only the kernel sends here, when the launcher is gone. SIGTERM is none of ours: a batch system or
// systemd that ends everything sends it to every process there is, and rota then says what is to end, and how soon.
enum { LANE_END_SIGNAL = 40 };

/// Leaves to rota what a batch system's signals mean.
void ignore_foreign_signals(void);

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
