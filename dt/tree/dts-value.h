/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One property's value as source text: what stands between "=" and ";". For dt/tree/dts.h. */
#ifndef DT_DTS_VALUE_H
#define DT_DTS_VALUE_H

#include "dt/tree/tree.h"
#include "lib/text.h"

/*
 * The value's elements, one text each ("<&pio 7 1 GPIO_ACTIVE_LOW>", "\"okay\""), to be joined by
 * commas; none for a flag.
 */
struct dts_value_style {
	bool macros; /* numbers that came from a macro are written as the macro */
	bool paths;  /* a node's path is a string, not a reference: an overlay cannot refer so */
};
struct dts_elements {
	const char **list;
	size_t count;
};
struct dts_elements dts_elements(struct dt_tree *tree, const struct dt_property *property,
                                 struct dts_value_style style);

/* The macro that mainline writes for cell @index of a property: the one that the cell came with, or
 * one that follows from the property (linux,code; the trigger in interrupts). NULL for a number. */
const char *dts_macro(const struct dt_property *property, size_t index);

/* The header that defines a macro, "dt-bindings/gpio/gpio.h"; NULL when none is known. */
const char *dts_header_of(const char *macro);

/* The headers of all macros in what rules wrote, sorted. Returns their number. */
#define DTS_HEADERS_MAX 16
size_t dts_headers(const struct dt_tree *tree, const char *headers[DTS_HEADERS_MAX]);

#endif
