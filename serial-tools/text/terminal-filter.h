/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What of a board's bytes may reach the user's terminal. Escape sequences can retitle windows, fill
 * the clipboard, make the terminal type answers; by default none passes. With `paint` those pass
 * that only colour, move and clear (ECMA-48 CSI with final A-H J K L M P S T X d f m r s u @, and
 * ?h ?l of the cursor, wrap and the other screen). No state is left open: a sequence is held until
 * it is complete.
 */
#ifndef SERIAL_TOOLS_TERMINAL_FILTER_H
#define SERIAL_TOOLS_TERMINAL_FILTER_H

#include "lib/bytes.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TERMINAL_HELD 32 /* bytes of the longest sequence that may pass */

struct terminal_filter {
	bool paint;
	int state;
	size_t held;
	char hold[TERMINAL_HELD];
	unsigned utf8_left; /* bytes of a UTF-8 character that are still to come */
	uint8_t utf8_next_low, utf8_next_high;
};

struct terminal_filter terminal_filter_make(bool paint);

/*
 * Filters @data into @to, which has room for data.len + TERMINAL_HELD + 4 bytes. Bytes that are no
 * UTF-8 become '?'. Returns the bytes written.
 */
size_t terminal_filter(struct terminal_filter *filter, struct bytes data, char *to);

#endif
