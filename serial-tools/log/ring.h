/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Bytes that wait for a disk: a ring of fixed size that forgets the oldest when it overflows,
 * because the last lines before a crash are worth more than the first. Its memory is mapped at
 * the start and handed back to the system whenever the ring runs empty.
 */
#ifndef SERIAL_TOOLS_RING_H
#define SERIAL_TOOLS_RING_H

#include "lib/bytes.h"

#include <stddef.h>
#include <stdint.h>

struct ring {
	uint8_t *p;
	size_t size, start, len;
};

/* @size  bytes. Returns 0, or -1 (errno). */
int ring_open(struct ring *ring, size_t size);
void ring_close(struct ring *ring);

/* Adds @data behind what is there. Returns how many of the oldest bytes (of the ring, or of @data
 * itself) were dropped for it. */
size_t ring_put(struct ring *ring, struct bytes data);

/* The oldest bytes that lie together; empty when the ring is. */
struct bytes ring_front(const struct ring *ring);
/* Takes @len of them out. */
void ring_drop(struct ring *ring, size_t len);

#endif
