#ifndef ROTA_BUG_H
#define ROTA_BUG_H

/// Says on standard error which promise was broken, and exits with 70; what ran below goes with us.
_Noreturn void bug(const char *broken_promise);

#endif
