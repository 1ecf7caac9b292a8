#ifndef ROTA_FRAMES_H
#define ROTA_FRAMES_H

// What goes over the sockets and the pipe, as docs/specs/launcher.md describes it. Both ends are on one machine, so
// numbers are in its byte order. FrameWriter.swift and EventReader.swift are the other side.

#include <stdint.h>

enum {
    LARGEST_FRAME = 4 << 20,
    // Queued in one lane; the planner hands ahead 256 at most.
    MOST_QUEUED = 65536,
};

enum frame_kind { FRAME_START = 1, FRAME_END = 2, FRAME_TAKE_BACK = 3, FRAME_ADJUST = 4 };

struct frame_head {
    uint32_t length; // of the whole frame, this field included
    uint16_t kind;
    uint16_t flags;
    uint64_t attempt;
};

enum start_flags { START_WITHOUT_BASE_ENVIRONMENT = 1, START_IN_FOREGROUND = 2 };

enum stream { STREAM_NULL = 0, STREAM_CAPTURED = 1, STREAM_INHERITED = 2, STREAM_FILE = 3 };

/// Behind it: `cpu_count` numbers of 32 bits, then texts that end in NUL each: working folder, the three streams' paths
/// (empty where none), `argument_count` arguments, `variable_count` variables (`NAME=value`; `NAME` alone removes).
struct frame_start {
    struct frame_head head;
    int64_t wall_nanoseconds; // 0: no limit
    int64_t grace_nanoseconds;
    uint64_t memory_bytes; // 0: no limit
    uint32_t argument_count;
    uint32_t variable_count;
    uint32_t cpu_count; // 0: every processor the launcher may use
    uint8_t input;
    uint8_t output;
    uint8_t error;
    uint8_t reserved;
};

struct frame_end {
    struct frame_head head;
    int64_t grace_nanoseconds;
};

struct frame_take_back {
    struct frame_head head; // `attempt` is the first
    uint64_t count;
};

enum adjust_flags { ADJUST_PAUSED = 1 };

/// Behind it: `cpu_count` numbers of 32 bits. It says all there is to say: the last one counts.
struct frame_adjust {
    struct frame_head head;
    uint64_t number; // stands in the answer
    uint32_t cpu_count; // 0: the processors stay as they are
    uint32_t reserved;
};

enum event_kind { EVENT_STARTED = 1, EVENT_ENDED = 2, EVENT_TAKEN_BACK = 3, EVENT_LANE_ENDED = 4, EVENT_ADJUSTED = 5 };

enum cause { CAUSE_OWN = 0, CAUSE_WALL_TIME = 1, CAUSE_STOPPED = 2, CAUSE_OUT_OF_MEMORY = 3, CAUSE_START_FAILED = 4 };

// Model's StartFailure.Step, in the same order.
enum step {
    STEP_WORKING_DIRECTORY,
    STEP_STANDARD_INPUT,
    STEP_STANDARD_OUTPUT,
    STEP_STANDARD_ERROR,
    STEP_EXECUTE,
    STEP_PROCESS,
    STEP_MEMORY_LIMIT
};

struct event_head {
    uint32_t length;
    uint8_t kind;
    uint8_t cause;
    uint8_t step;
    uint8_t reserved;
    uint32_t lane;
    int32_t process;
    uint64_t attempt;
};

struct event_started {
    struct event_head head;
    int64_t at; // every time is CLOCK_MONOTONIC, in nanoseconds
};

struct output_range {
    uint64_t offset;
    uint64_t count;
    uint32_t generation;
    uint32_t reserved;
};

/// Behind it, after a failed start: the path it was about, up to the event's end.
struct event_ended {
    struct event_head head;
    int64_t started_at; // 0: never
    int64_t ended_at;
    uint64_t user_microseconds;
    uint64_t system_microseconds;
    uint64_t peak_kibibytes;
    uint64_t voluntary_switches;
    uint64_t involuntary_switches;
    struct output_range output;
    struct output_range error;
    int32_t status; // as wait(2) gives it
    int32_t error_number;
};

struct event_taken_back {
    struct event_head head; // `attempt` is the first
    uint64_t count;
};

struct event_lane_ended {
    struct event_head head;
    int32_t status;
    uint32_t reserved;
};

struct event_adjusted {
    struct event_head head;
    int64_t at;
    uint64_t number;
    int32_t error_number; // 0: it is in force; else everything is as it was before
    uint32_t reserved;
};

#endif
