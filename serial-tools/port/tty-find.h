/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which device a user means, and how to know it again: a path, a name under /dev or under
 * /dev/serial/by-id, "newest" (the port that appeared last) or "next" (the one that will appear).
 * @dev is /dev; tests have a directory of their own.
 */
#ifndef SERIAL_TOOLS_TTY_FIND_H
#define SERIAL_TOOLS_TTY_FIND_H

#include "lib/arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TTY_PATH 512 /* bytes of a path, with the NUL */

/* The path that a word stands for: itself with a slash in it, else the first of @dev/WORD,
 * @dev/serial/by-id/WORD and WORD here that exists, else @dev/WORD. Not for "newest" and "next". */
const char *tty_find_path(struct arena *arena, const char *dev, const char *word);

/*
 * The port under @dev (ttyUSB*, ttyACM*) that appeared last, by its inode's change time.
 * @since_ns  only those that appeared later: nanoseconds since 1970
 * Returns 0 and the path; 1 when there is none.
 */
int tty_find_newest(const char *dev, int64_t since_ns, char path[TTY_PATH]);

/* The link in @dev/serial/KIND (by-id, by-path) that leads to @path. 1: there is none. */
int tty_find_link(const char *dev, const char *kind, const char *path, char link[TTY_PATH]);

/* The device's own name without directories and links: "ttyUSB0". 1: it does not exist, or is no
 * device directly under @dev. */
int tty_find_device(const char *dev, const char *path, char device[TTY_PATH]);

#endif
