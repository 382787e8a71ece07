/*
 * The first half of every command that is about a board: its description with the user's
 * settings, its components fetched, and what each of them is.
 */
#ifndef IMAGER_PARTS_H
#define IMAGER_PARTS_H

#include "imager/cmd.h"
#include "imager/component.h"
#include "imager/plan.h"

/* What those commands have in common on their command lines: PARTS_OPTIONS() makes the rows. */
struct parts_arguments {
	const char *cache, *lock;
	bool offline, update;
	struct option_list settings; /* "ID=PATH", "ID=none" */
};

#define PARTS_OPTIONS(type, member)                                                                \
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

struct parts {
	struct board board;
	struct components components;
	const struct plan_part *list;
	size_t count;
};

/* board_read() and the settings. Returns 0 or -1. */
int parts_board(const struct command_context *context, const char *name,
                const struct parts_arguments *arguments, struct board *out);

/* Brings the board's components. Returns 0 or -1. */
int parts_fetch(const struct command_context *context, const struct board *board,
                const struct parts_arguments *arguments, struct components *out);

/*
 * parts_board(), parts_fetch(), then recognises. A component whose kind is not one of those that its
 * board allows is refused (IM300).
 */
int parts_bring(const struct command_context *context, const char *name,
                const struct parts_arguments *arguments, struct parts *out);

#endif
