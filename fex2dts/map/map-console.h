/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Root properties, console, UARTs and their aliases. */
#ifndef FEX2DTS_MAP_CONSOLE_H
#define FEX2DTS_MAP_CONSOLE_H

#include "fex2dts/map/map.h"

map_fn map_root, map_console, map_uart;

#endif
