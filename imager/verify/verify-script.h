/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The words of a boot script. */
#ifndef IMAGER_VERIFY_SCRIPT_H
#define IMAGER_VERIFY_SCRIPT_H

#include "lib/bytes.h"

#include <stdbool.h>

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
struct script_reader script_reader_open(struct bytes script);
/* False at the script's end. */
bool script_reader_next(struct script_reader *reader, struct script_word *out);
/* Whether it names this file as FAT compares names: in any case, with or without a leading slash. */
bool script_word_is_path(const struct script_word *word, const char *path);

#endif
