/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "serial-tools/log/ring.h"

#include <string.h>
#include <sys/mman.h>

int ring_open(struct ring *ring, size_t size)
{
	void *p = NULL;
	if (size > 0)
		p = mmap(NULL, size, PROT_READ | PROT_WRITE,
		         MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	*ring = (struct ring){ .p = p == MAP_FAILED ? NULL : p,
		               .size = p == MAP_FAILED ? 0 : size };
	return p == MAP_FAILED ? -1 : 0;
}

void ring_close(struct ring *ring)
{
	if (ring->p != NULL)
		munmap(ring->p, ring->size);
	*ring = (struct ring){ 0 };
}

static void copy_in(struct ring *ring, struct bytes data)
{
	size_t at = (ring->start + ring->len) % ring->size;
	size_t first = ring->size - at < data.len ? ring->size - at : data.len;
	memcpy(ring->p + at, data.p, first);
	memcpy(ring->p, data.p + first, data.len - first);
	ring->len += data.len;
}

size_t ring_put(struct ring *ring, struct bytes data)
{
	size_t dropped = 0;
	if (ring->size == 0)
		return data.len;
	if (data.len > ring->size) {
		dropped = data.len - ring->size;
		data = bytes_at(data, dropped, ring->size);
	}
	if (data.len > ring->size - ring->len) {
		size_t oldest = data.len - (ring->size - ring->len);
		ring->start = (ring->start + oldest) % ring->size;
		ring->len -= oldest;
		dropped += oldest;
	}
	if (data.len > 0)
		copy_in(ring, data);
	return dropped;
}

struct bytes ring_front(const struct ring *ring)
{
	size_t together = ring->size - ring->start;
	return bytes_of(ring->p + ring->start, ring->len < together ? ring->len : together, "ring");
}

void ring_drop(struct ring *ring, size_t len)
{
	ring->len -= len;
	ring->start = ring->len == 0 ? 0 : (ring->start + len) % ring->size;
	if (ring->len == 0 && ring->p != NULL)
		madvise(ring->p, ring->size, MADV_DONTNEED);
}
