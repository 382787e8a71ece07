/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * share/stages.tsv and share/signatures.tsv as values: which stages a boot has, which
 * lines show them, which lines show failures, and what those mean.
 */
#ifndef SERIAL_TOOLS_BOOT_TABLES_H
#define SERIAL_TOOLS_BOOT_TABLES_H

#include "lib/arena.h"
#include "lib/bytes.h"
#include "lib/diag.h"

#include <stdbool.h>
#include <stdint.h>

#define STAGES_MAX 32
#define NO_STAGE   UINT32_MAX

enum milestone_kind {
	MILESTONE_START,    /* the stage begins; seen again, the board has started over */
	MILESTONE_ENTER,    /* shows that the stage has begun */
	MILESTONE_MARK,     /* progress within the stage; does not enter it */
	MILESTONE_HANDOVER, /* a mark after which a working boot always says something more */
	MILESTONE_PROMPT,   /* enters the stage; must be all that stands on the line */
};

struct milestone {
	const char *id, *name, *pattern, *example;
	uint32_t stage;
	enum milestone_kind kind;
	int64_t patience_us; /* silence that is normal after it */
	const char *hang;    /* id of the verdict when nothing comes after it, or "" */
	uint32_t unless;     /* no new stage when this one was reached before, or NO_STAGE */
	bool then_empty;     /* an empty line follows where the log was not cut right here */
	unsigned row;        /* line in the file */
};

enum signature_severity {
	SIGNATURE_FATAL,   /* the boot ends here */
	SIGNATURE_ERROR,   /* the boot has failed, though it may go on */
	SIGNATURE_STUCK,   /* a failure unless a later stage is reached */
	SIGNATURE_CAUSE,   /* no failure by itself; explains one of `explains` */
	SIGNATURE_WARNING, /* worth a line in the report */
	SIGNATURE_HANG,    /* no pattern: silence after a milestone */
	SIGNATURE_LOOP,    /* no pattern: the board starts over and over in this stage */
};

struct signature {
	const char *id, *pattern, *meaning, *causes, *remedy, *example;
	uint32_t stage;
	enum signature_severity severity;
	const char *const
		*explains; /* ids, a trailing '*' matches any rest; "hang"; NULL-terminated */
	unsigned row;
};

struct boot_tables {
	const char *stages[STAGES_MAX]; /* in the order of a boot */
	uint32_t stage_count;
	struct milestone *milestones;
	size_t milestone_count;
	struct signature *signatures;
	size_t signature_count;
};

/* Returns 0; -1: SE201 (unknown stage, kind or severity, a missing cell), SE203 (an id twice). */
int boot_tables_read(struct arena *arena, struct bytes stages, struct bytes signatures,
                     struct boot_tables *out, struct diags *diags);

/* Index of a stage by name, NO_STAGE when there is none. */
uint32_t boot_tables_stage(const struct boot_tables *tables, const char *name);

/* The signature with this id, NULL when there is none. */
const struct signature *boot_tables_signature(const struct boot_tables *tables, const char *id);

/* Whether @signature names @id (or "hang") among what it explains. */
bool signature_explains(const struct signature *signature, const char *id);

#endif
