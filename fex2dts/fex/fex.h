/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A vendor's sys_config as a value: sections, entries, what they say and where they say it.
 * Read one with fex_read() (fex-file.h: recognises text and script.bin and names what is neither),
 * ask it with fex_find() and the fex_*() getters, write it with fex_text_write() or
 * fex_bin_write(). Order, comments and spelling are kept, so that text in gives text out.
 *
 * Names are compared exactly, and the first of duplicates counts, as the vendors' kernels look them
 * up. Values keep the bytes of the file.
 */
#ifndef FEX2DTS_FEX_H
#define FEX2DTS_FEX_H

#include "lib/arena.h"
#include "lib/bytes.h"
#include "lib/diag.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum fex_kind {
	FEX_EMPTY,  /* `key =` */
	FEX_WORD,   /* 5, -1, 0x4f */
	FEX_STRING, /* "text" */
	FEX_GPIO,   /* port:PH01<1><default><2><0> */
};

#define FEX_DEFAULT    (-1)    /* a port field that says <default> or is missing */
#define FEX_PORT_POWER 0xffffu /* port:powerN: a pin of the PMIC, never of the SoC */
#define FEX_BANKS      14      /* A to N */

/* bank 1 is PA … 14 is PN, FEX_PORT_POWER the PMIC; numbers as the file has them. */
struct fex_gpio {
	unsigned bank, pin;
	int mux, pull, drive, data; /* FEX_DEFAULT: not said */
};

struct fex_entry {
	const char *key;
	enum fex_kind kind;
	uint32_t word;        /* FEX_WORD: what was meant, two's complement; 0 otherwise */
	bool hex;             /* FEX_WORD: written in hexadecimal */
	bool octal;           /* FEX_WORD: leading zeros: the vendors' compiler reads octal … */
	uint32_t octal_word;  /* … and makes this of it */
	const char *string;   /* FEX_STRING; NULL otherwise */
	struct fex_gpio gpio; /* FEX_GPIO */

	struct where at;       /* the key in the text, or the value's place in the binary */
	unsigned value_column; /* text only: where the value starts; 0 otherwise */
	const char *spelling;  /* the value as the text has it; NULL from a binary */
	const char *lead;      /* comment and empty lines before it, with their newlines; or NULL */
	const char *comment;   /* what follows the value on its line, from ';' on; or NULL */
};

struct fex_section {
	const char *name;
	const struct fex_entry *entries;
	size_t count;
	struct where at;
	const char *lead, *comment; /* as in an entry */
};

struct fex {
	const char *file;
	const struct fex_section *sections;
	size_t count;
	size_t entry_count; /* of all sections */
	const char *tail;   /* comment lines behind the last entry; or NULL */
	bool from_text;
};

/* The first section of that name, as the vendors' kernels find it; NULL when there is none. */
const struct fex_section *fex_section(const struct fex *fex, const char *name);

/* The first entry of that key in @section (NULL allowed); NULL when there is none. */
const struct fex_entry *fex_key(const struct fex_section *section, const char *key);

/* fex_section() and fex_key() in one. */
const struct fex_entry *fex_find(const struct fex *fex, const char *section, const char *key);

enum fex_switch { FEX_OFF, FEX_ON, FEX_UNSAID };
/* What the section's own flag (used, X_used, X_enable) says. */
enum fex_switch fex_section_switch(const struct fex_section *section);

/* The word as a signed number; @otherwise when @entry is NULL or no word. */
int64_t fex_word(const struct fex_entry *entry, int64_t otherwise);

/* The string; @otherwise when @entry is NULL, no string or empty. */
const char *fex_string(const struct fex_entry *entry, const char *otherwise);

/* The port; NULL when @entry is NULL or no port. */
const struct fex_gpio *fex_gpio(const struct fex_entry *entry);

/* "PH1", "PB22"; "power3" for the PMIC's; in @arena. */
char *fex_gpio_name(struct arena *arena, const struct fex_gpio *gpio);

/* The value as canonical fex text: 5, 0x4f, "x", port:PH01<1><default><default><default>; "" when
 * empty. */
char *fex_value_text(struct arena *arena, const struct fex_entry *entry);

/* "[mmc0_para] sdc_cmd = port:PF03<2><1><2><default>", for comments and reports. */
char *fex_entry_text(struct arena *arena, const struct fex_section *section,
                     const struct fex_entry *entry);

/* Whether two entries say the same, whatever their keys and spelling. */
bool fex_same_value(const struct fex_entry *a, const struct fex_entry *b);

#endif
