/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which sections are which kind of device, and what their keys mean: the rows of hardware-from-fex.c. */
#ifndef FEX2DTS_HARDWARE_TABLE_H
#define FEX2DTS_HARDWARE_TABLE_H

#include "fex2dts/hardware/hardware.h"

struct hw_section_row {
	const char *section; /* '#' stands for the index */
	enum hw_kind kind;
	const char *prefix; /* of its keys, taken off; '#' as above; NULL: none */
	const char *flag;   /* key that says whether it is used; NULL: the usual ones */
};

/* Ends with a NULL section. */
extern const struct hw_section_row hw_section_rows[];

struct hw_key_row {
	enum hw_kind kind;
	const char *key;  /* behind the prefix */
	const char *name; /* ours */
};

/* Ends with a NULL key. */
extern const struct hw_key_row hw_key_rows[];

/* Names of the kinds and of lists of them, by kind. */
extern const struct hw_kind_row {
	const char *name, *plural;
} hw_kind_rows[HW_KINDS];

#endif
