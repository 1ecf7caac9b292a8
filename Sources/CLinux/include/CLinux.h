#ifndef ROTA_CLINUX_H
#define ROTA_CLINUX_H
#include <stdint.h>
#endif
