/*
 * Verifies finished files: a uImage to its last byte, a whole card image through loaders,
 * partition table, file system and every file on it. What was looked at ends up in the
 * report, what is wrong in the diagnostics, as answers (exit code 1).
 */
#ifndef IMAGER_VERIFY_H
#define IMAGER_VERIFY_H

#include "imager/board.h"
#include "imager/payload.h"

#include "lib/json.h"

#include <stdbool.h>
#include <stdio.h>

/* One thing that was looked at. */
struct verify_item {
	const char *place; /* "sector 16", "/xen.uImage", the file's name */
	const char *kind;  /* "Allwinner SPL (eGON)" */
	const char *detail;
	uint64_t size; /* bytes */
	bool good;
};

struct verify_report {
	const char *file;
	struct verify_item *items;
	size_t count, faults;
};

struct verify_options {
	bool has_at;
	uint64_t at;               /* where the file is loaded before bootm */
	struct bytes against;      /* the payload that a uImage should hold; empty: none */
	const struct board *board; /* what a card image should be for; NULL: any */
};

/*
 * @file  the whole of it; the name is used to find a zImage beside a uImage
 * Says the faults of its kind, and IM316 another payload than the file beside it, IM317 unpacking
 * overwrites what is unpacked, IM318 moved over itself (warning), IM319 an entry point or end that
 * cannot be, IM340 no loader on a card, IM341 a kind without anything to verify, IM342 no file system.
 * Returns 0; -1 when there are faults.
 */
int verify_file(struct arena *arena, struct bytes file, const struct verify_options *options,
                struct verify_report *out, struct diags *diags);

void verify_print(struct arena *arena, const struct verify_report *report, FILE *to);
void verify_json(const struct verify_report *report, struct json *json);

/* ---- for verify-image.c ---- */

void verify_add(struct arena *arena, struct verify_report *report, struct verify_item item);
/* Whether a uImage of this name may hold the payload @candidate of the same directory: uImage and
 * zImage, vmlinuz.uImage and vmlinuz, xen.uImage and xen. */
bool verify_is_beside(const char *uimage, const char *candidate);
int verify_payload(struct bytes file, struct bytes other, const char *other_name,
                   struct diags *diags);
/* A uImage loaded at @at and started by bootm. */
int verify_addresses(struct bytes file, uint64_t at, struct diags *diags);
int verify_entry(struct bytes file, struct diags *diags);

/* Cuts a script into words, to find its loads, "load mmc 0:1 0x45000000 /xen.uImage". */
struct script_reader {
	struct bytes script;
	size_t at;
	bool address_seen; /* the last word was one */
	uint64_t address;
};
struct script_word {
	struct bytes text;
	bool after_address; /* the word before it, in the same command, was an address: this one */
	uint64_t address;
};
struct script_reader script_open(struct bytes script);
/* False at the script's end. */
bool script_next(struct script_reader *reader, struct script_word *out);
/* Whether it names this file as FAT compares names: in any case, with or without a leading slash. */
bool script_word_is_path(const struct script_word *word, const char *path);

struct fat_contents;
/* A device tree among the files of a card, at @path there: dt/lint/lint.h, with the modules that the card's
 * scripts load beside it. */
int verify_tree(struct arena *arena, struct bytes dtb, const char *path,
                const struct fat_contents *contents, const struct board *board,
                struct diags *diags);
/* Unpacks what is packed in a file of this kind (payload.h), to its last byte: IM344 damaged, IM345 in a
 * form that its reader does not know, IM346 (warning) followed by something else, IM347 a damaged
 * archive, IM348 packed otherwise than the header says. */
void verify_packed(struct bytes file, const char *kind, struct diags *diags);
/* The data of a uImage or FIT image whose header says compression @said. Returns 0 or -1. */
int verify_compression(struct bytes data, const char *said, bool kernel, struct diags *diags);
/* A FIT image: its data, hashes and configurations: IM350 to IM354. */
void verify_fit(struct bytes file, struct diags *diags);
int verify_image(struct arena *arena, struct bytes disk, const struct verify_options *options,
                 struct verify_report *report, struct diags *diags);

#endif
