/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a search remembers: written by baud-search.c, judged by baud-enough.c. */
#ifndef SERIAL_TOOLS_BAUD_SEARCH_STATE_H
#define SERIAL_TOOLS_BAUD_SEARCH_STATE_H

#include "serial-tools/baud/baud-format.h"
#include "serial-tools/baud/baud-state.h"

#include <stdbool.h>
#include <stdint.h>

#define BAUD_HELD     8192 /* characters kept for decoding once the rate is known */
#define BAUD_SEGMENTS 32   /* receiver rates among them */
#define BAUD_TAKE     4096 /* bytes that baud_search_take() takes at once */
#define BAUD_DOUBTFUL 64   /* characters kept that did not look right */

enum baud_state {
	BAUD_SEEKING, /* the rate is not known */
	BAUD_LOCKED,  /* text at the receiver's rate */
	BAUD_BEYOND,  /* known, but the receiver is at another */
};

struct baud_segment {
	uint32_t from; /* index into held */
	double rate;
};

/* How much what is received at the right rate speaks against it. */
struct baud_doubt {
	double odds; /* log */
	double limit;
	struct baud_char suspect[BAUD_DOUBTFUL];
	unsigned suspects, good;
};

struct baud_search {
	struct baud baud;
	enum baud_state state;
	bool plain;       /* bytes come without marks */
	bool fixed;       /* never asks for another rate, only says so */
	double receiver;  /* achieved rate */
	uint32_t wanted;  /* 0: none */
	uint32_t asked;   /* the last that was set */
	uint32_t tried;   /* beyond what the adapter is known to do, but asked for */
	uint32_t seen[3]; /* rates beyond, each seen once: said when another look agrees */
	uint32_t rate;    /* the sender's when last found, 0 never */
	enum baud_format format;
	double confidence;
	uint64_t taken, counted; /* characters; how many of them when errors were last judged … */
	uint64_t errors;         /* … and the errors since */
	unsigned heard;          /* characters since the search began */
	int64_t arrived_us;      /* until then characters may still be of the rate before */
	int64_t said_us;         /* when it was last said that there is too little */
	bool waits;              /* for the rate set to be surely in force */
	bool complained;         /* said that the fixed rate does not fit */
	uint8_t escape;          /* state of reading marks */
	struct baud_format_count count;
	double unlike; /* above 0: what came lately, read at this rate, is no text */
	struct baud_doubt doubt;
	float against[256]; /* how much a character speaks against being text */
	struct baud_char held[BAUD_HELD];
	uint32_t held_count;
	struct baud_segment segment[BAUD_SEGMENTS];
	uint32_t segment_count;
	uint8_t text[BAUD_HELD + BAUD_TAKE];
	size_t text_len;
	char message[160];
	bool has_message;
};

#endif
