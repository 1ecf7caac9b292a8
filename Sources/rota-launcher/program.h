#ifndef ROTA_PROGRAM_H
#define ROTA_PROGRAM_H

#include "request.h"

/// Becomes the request's program, found as execvp finds it, along the PATH of the request's own environment. Returns
/// only when it can't: the error number. Works in a child that shares our memory: what it learns about where a program
/// lies helps the next.
int program_execute(struct request *request);

#endif
