/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Lock files as serial programs have used them since UUCP: /run/lock/LCK..ttyUSB0 holds the decimal
 * process id, right-aligned in 10 places, and a newline (FHS 3.0, section 5.9). One whose process
 * has gone is stale. Where the directory cannot be written the other locks must do.
 */
#ifndef SERIAL_TOOLS_TTY_LOCK_H
#define SERIAL_TOOLS_TTY_LOCK_H

#include <stddef.h>
#include <sys/types.h>

#define TTY_LOCK_DIRECTORY "/run/lock"

/* The lock file of the port @device (its name without links, such as ttyUSB0). */
void tty_lock_path(const char *directory, const char *device, char *path, size_t size);

/*
 * Returns 0: it is ours; 1: the directory cannot be written, nothing was locked; -1: the process
 * *@holder lives and has it.
 */
int tty_lock_take(const char *path, pid_t *holder);

/* Removes the file if it is ours. */
void tty_lock_drop(const char *path);

#endif
