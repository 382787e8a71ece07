/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What each word of a script does: called when it starts, and whenever something came or time passed. */
#ifndef SERIAL_TOOLS_SCRIPT_WORDS_H
#define SERIAL_TOOLS_SCRIPT_WORDS_H

#include "serial-tools/talk/script-state.h"

/* One function per enum script_word. */
extern void (*const script_words[])(struct script *script);

#endif
