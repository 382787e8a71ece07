/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the command line asks for, checked as a whole: options that mean nothing together are
 * refused before anything is read.
 */
#ifndef FEX2DTS_REQUEST_H
#define FEX2DTS_REQUEST_H

#include "fex2dts/fex/fex-file.h"
#include "fex2dts/output/readiness.h"
#include "lib/options.h"

struct request {
	const char *input;  /* what IN is: auto, fex, bin */
	const char *format; /* what to make: fex, bin, json, dts, dtb, dtbo */
	const char *output; /* where; "-": standard output */
	const char *style;  /* of a dts: board, standalone, overlay */
	const char *what_for, *base, *soc, *share; /* NULL: not given */
	struct option_list answers, answer_files;
	bool decimal, memory, opp, explain, questions, check, diff, json, quiet, verbose;
	bool by_default;         /* neither -O nor -o was given */
	const char *in, *second; /* the operands; @second with --diff only, else NULL */
};

/*
 * Returns 0; 1 when --help or the like was all; -1 wrong use, all said (LB070 to LB072, FX221
 * options that do not go together).
 */
int request_parse(struct arena *arena, int argc, char *const *argv, struct request *out,
                  struct diags *diags);

bool request_makes(const struct request *request, const char *format);
/* Whether the tree is talked about and not written. */
bool request_is_talk(const struct request *request);
/* From one of the vendors' forms to another: no facts are needed for it. */
bool request_is_codec(const struct request *request);
enum fex_format request_input_format(const struct request *request);
enum readiness_for request_readiness(const struct request *request);

#endif
