/*
 * What the board's owner says, before anyone knows what it is about: KEY=VALUE, from the command line
 * and from files. What the keys mean is the mapping's business (fex2dts/map/map.h).
 */
#ifndef FEX2DTS_ANSWERS_H
#define FEX2DTS_ANSWERS_H

#include "fex2dts/map/map.h"
#include "lib/bytes.h"

#define ANSWERS_LIMIT ((uint64_t)1 << 20) /* bytes of a file */

struct answers {
	struct map_answer *list;
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
