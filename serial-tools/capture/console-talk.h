/* What a console's sinks have for the board: bytes to send, and what they want of the port. */
#ifndef SERIAL_TOOLS_CONSOLE_TALK_H
#define SERIAL_TOOLS_CONSOLE_TALK_H

#include "serial-tools/capture/console.h"

/* Sends what the board takes and does what is wanted. Returns when it wants to be called again. */
int64_t console_talk(struct console *console, int64_t now_us);

/* Ends a break that is due by then, and answers whoever wanted it. */
void console_end_break(struct console *console, int64_t now_us);

#endif
