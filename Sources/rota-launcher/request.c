#include "request.h"

#include <stdlib.h>
#include <string.h>

#include "bug.h"

extern char **environ;

struct request *request_make(const uint8_t *frame, size_t length) {
    struct request *request = calloc(1, sizeof *request + length);
    if (!request) bug("no memory for an attempt");
    if (length < sizeof request->frame) bug("malformed frame: a start shorter than its head");
    memcpy(&request->frame, frame, sizeof request->frame);
    size_t rest = length - sizeof request->frame;
    memcpy(request->bytes, frame + sizeof request->frame, rest);

    const struct frame_start *start = &request->frame;
    if (start->input > STREAM_FILE || start->output > STREAM_FILE || start->error > STREAM_FILE)
        bug("malformed frame: a start with an unknown stream");
    if (start->argument_count == 0) bug("malformed frame: a start without a program");
    if (start->cpu_count > rest / sizeof(uint32_t)) bug("malformed frame: a start with cut processors");
    request->cpus = request->bytes;
    size_t texts = start->cpu_count * sizeof(uint32_t), ends = 0;
    for (size_t i = texts; i < rest; i++) ends += request->bytes[i] == 0;
    if (ends != 4 + (size_t)start->argument_count + start->variable_count || request->bytes[rest - 1] != 0)
        bug("malformed frame: a start whose texts are not as many as it says");

    const char *text = (const char *)request->bytes + texts;
    const char **places[] = {&request->directory, &request->input, &request->output, &request->error};
    for (size_t i = 0; i < 4; i++) {
        *places[i] = text;
        text += strlen(text) + 1;
    }
    return request;
}

/// The length of a variable's name.
static size_t name_length(const char *variable) {
    const char *equals = strchr(variable, '=');
    return equals ? (size_t)(equals - variable) : strlen(variable);
}

/// Lays one variable over those there are; a bare name removes.
static size_t overlay(char **environment, size_t count, char *variable) {
    size_t name = name_length(variable), place = 0;
    while (place < count && !(strncmp(environment[place], variable, name) == 0 && environment[place][name] == '='))
        place++;
    if (variable[name] == '=') {
        environment[place] = variable;
        return place == count ? count + 1 : count;
    }
    if (place == count) return count;
    environment[place] = environment[count - 1];
    return count - 1;
}

void request_prepare(struct request *request) {
    size_t arguments = request->frame.argument_count, variables = request->frame.variable_count, base = 0;
    if (!(request->frame.head.flags & START_WITHOUT_BASE_ENVIRONMENT))
        while (environ && environ[base]) base++;
    char **slots = calloc(arguments + 2 + base + variables + 1, sizeof *slots);
    if (!slots) bug("no memory for an attempt");
    request->arguments = slots + 1;
    request->environment = slots + arguments + 2;
    if (base) memcpy(request->environment, environ, base * sizeof *environ);

    char *text = (char *)request->error + strlen(request->error) + 1;
    for (size_t i = 0; i < arguments; i++, text += strlen(text) + 1) request->arguments[i] = text;
    size_t count = base;
    for (size_t i = 0; i < variables; i++, text += strlen(text) + 1) count = overlay(request->environment, count, text);
    request->environment[count] = NULL;
}

void request_wish(struct request *request, const uint8_t *frame, size_t length) {
    free(request->wish);
    request->wish = malloc(length);
    if (!request->wish) bug("no memory for an adjustment");
    memcpy(request->wish, frame, length);
}

void request_free(struct request *request) {
    free(request->wish);
    if (request->arguments) free(request->arguments - 1);
    free(request);
}

const char *request_variable(const struct request *request, const char *name) {
    size_t length = strlen(name);
    for (char **variable = request->environment; *variable; variable++)
        if (strncmp(*variable, name, length) == 0 && (*variable)[length] == '=') return *variable + length + 1;
    return NULL;
}
