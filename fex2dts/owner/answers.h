/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the board's owner says, before anyone knows what it is about: KEY=VALUE, from the command line
 * and from files. What the keys mean is for owner-keys.h.
 */
#ifndef FEX2DTS_ANSWERS_H
#define FEX2DTS_ANSWERS_H

#include "lib/arena.h"
#include "lib/bytes.h"
#include "lib/diag.h"

#define ANSWERS_LIMIT ((uint64_t)1 << 20) /* bytes of a file */

struct answer {
	const char *key, *value;
	struct where at; /* WHERE_NONE: the command line */
};

struct answers {
	struct answer *list;
	size_t count;
};

/*
 * Adds what a file says: lines KEY=VALUE, blank ones and comments from # on; blanks around key and value are
 * dropped. Returns 0; -1 and has said all of it: FX220 no KEY=VALUE, FX233 a key said twice in the file.
 */
int answers_read(struct arena *arena, struct bytes file, struct answers *answers,
                 struct diags *diags);

/*
 * Adds what one --answer says; it overrides a file's line. Returns and refuses like answers_read(), for
 * keys said twice by --answer.
 */
int answers_add(struct arena *arena, const char *text, struct answers *answers,
                struct diags *diags);

#endif
