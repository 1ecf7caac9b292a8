#include "bug.h"

#include <stdio.h>
#include <stdlib.h>

void bug(const char *broken_promise) {
    fprintf(stderr, "rota-launcher: %s\n", broken_promise);
    // 70: EX_SOFTWARE. The children die by their parent-death signal, their descendants by the launcher's hand.
    exit(70);
}
