#ifndef ROTA_BUG_H
#define ROTA_BUG_H

/// Says on standard error which promise was broken, and exits with 70; lanes and launcher then take the tasks with them.
_Noreturn void bug(const char *broken_promise);

#endif
