/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Comments of a source text: the vendor's entries behind a node or property. For dt/tree/dts.h. */
#ifndef DT_DTS_COMMENT_H
#define DT_DTS_COMMENT_H

#include "dt/tree/tree.h"

/* "[mmc0_para] sdc_det = PH1, sdc_used = 1": the entries behind @origin, cut at about a line; NULL
 * when there is none. */
const char *dts_comment(struct arena *arena, const struct dt_origin *origin);

/* @text with nothing in it that would end a comment or a line. */
const char *dts_comment_safe(struct arena *arena, const char *text);

#endif
