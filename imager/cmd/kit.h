/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The first half of every command that is about a board: its description with the user's
 * settings, its components fetched, and what each of them is.
 */
#ifndef IMAGER_KIT_H
#define IMAGER_KIT_H

#include "imager/cmd/cmd.h"
#include "imager/fetch/part.h"

/* What those commands have in common on their command lines: KIT_OPTIONS() makes the rows. */
struct kit_arguments {
	const char *cache, *lock;
	bool offline, update;
	struct option_list settings; /* "ID=PATH", "ID=none" */
};

#define KIT_OPTIONS(type, member)                                                                  \
	{ 0,                                                                                       \
	  "set",                                                                                   \
	  OPTION_LIST,                                                                             \
	  "ID=PATH",                                                                               \
	  "another file for a component; ID=none: leave it out",                                   \
	  offsetof(type, member.settings),                                                         \
	  NULL },                                                                                  \
		{ 0,                                                                               \
		  "cache",                                                                         \
		  OPTION_STRING,                                                                   \
		  "DIR",                                                                           \
		  "where parts are kept, shared by all boards",                                    \
		  offsetof(type, member.cache),                                                    \
		  NULL },                                                                          \
		{ 0,                                                                               \
		  "lock",                                                                          \
		  OPTION_STRING,                                                                   \
		  "FILE",                                                                          \
		  "the lock file (out/BOARD/components.lock)",                                     \
		  offsetof(type, member.lock),                                                     \
		  NULL },                                                                          \
		{ 0,                                                                               \
		  "offline",                                                                       \
		  OPTION_FLAG,                                                                     \
		  NULL,                                                                            \
		  "use only what is in the cache",                                                 \
		  offsetof(type, member.offline),                                                  \
		  NULL },                                                                          \
	{                                                                                          \
		0, "update", OPTION_FLAG, NULL, "take newer versions and rewrite the lock",        \
			offsetof(type, member.update), NULL                                        \
	}

/* A board and what goes on its card. */
struct kit {
	struct board board;
	struct parts parts;
};

/* board_read() and the settings. Returns 0 or -1. */
int kit_board(const struct command_context *context, const char *name,
              const struct kit_arguments *arguments, struct board *out);

/* Fetches the board's components. Returns 0 or -1. */
int kit_fetch(const struct command_context *context, const struct board *board,
              const struct kit_arguments *arguments, struct components *out);

/* kit_board(), kit_fetch() and parts_open(). Returns 0 or -1. */
int kit_make(const struct command_context *context, const char *name,
             const struct kit_arguments *arguments, struct kit *out);

/* The bytes of every firmware slot, one per row of the board, checked; empty where `none` was said. Returns
 * 0 or -1, then *@out is set too. */
int kit_firmware(const struct command_context *context, const struct kit *kit,
                 const struct bytes **out);

/* What files and headers of an image say: SOURCE_DATE_EPOCH, or a moment that never changes; seconds since
 * 1970. Returns 0 or -1 (IM601). */
int kit_timestamp(const struct command_context *context, uint32_t *out);

#endif
