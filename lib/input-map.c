/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Files mapped into memory. One that is cut off, or that its medium cannot give, while it is mapped
 * would kill the program with SIGBUS at any read. Here the lost pages become zeros, so that whoever
 * reads just now, a library maybe, comes to its end, and inputs_whole() tells before anything is
 * made of them.
 */
#include "lib/input.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

struct mapping {
	struct mapping *next;
	uint8_t *p;
	size_t len, page; /* bytes; page: of the machine */
	int fd;
	bool lost, told; /* lost: the kernel could not give a page */
	size_t lost_at;  /* offset of that page */
	char name[];
};

/* The only way for a signal's handler to know them. */
static struct mapping *mappings;

static void on_bus_error(int number, siginfo_t *info, void *context)
{
	int error = errno;
	uintptr_t at = (uintptr_t)info->si_addr;
	(void)context;
	for (struct mapping *each = mappings; each != NULL; each = each->next) {
		uintptr_t start = (uintptr_t)each->p;
		if (at < start || at - start >= each->len)
			continue;
		size_t offset = (at - start) & ~(each->page - 1);
		if (mmap(each->p + offset, each->len - offset, PROT_READ,
		         MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED, -1,
		         0) == MAP_FAILED)
			break;
		each->lost = true;
		each->lost_at = offset;
		errno = error;
		return;
	}
	signal(number, SIG_DFL); /* none of ours: the read is tried again and ends the program */
	errno = error;
}

static void remember(void *p, size_t len, int fd, const char *name)
{
	struct sigaction action = { .sa_sigaction = on_bus_error, .sa_flags = SA_SIGINFO };
	struct mapping *mapping = calloc(1, sizeof(*mapping) + strlen(name) + 1);
	if (mapping == NULL)
		abort(); /* a few bytes behind a mapping that was just made */
	mapping->p = p;
	mapping->len = len;
	mapping->page = (size_t)sysconf(_SC_PAGESIZE);
	mapping->fd = fd;
	memcpy(mapping->name, name, strlen(name) + 1);
	mapping->next = mappings;
	mappings = mapping;
	sigaction(SIGBUS, &action, NULL);
}

/* Bytes of a file or block device; -1 for pipes. */
static off_t size_of(int fd)
{
	return lseek(fd, 0, SEEK_END);
}

int input_map(struct arena *arena, const char *path, struct bytes *out, struct diags *diags)
{
	int fd = input_open_device(path, diags);
	if (fd < 0)
		return -1;
	off_t size = fd == STDIN_FILENO ? -1 : size_of(fd);
	if (size < 0) {
		if (fd != STDIN_FILENO)
			close(fd);
		return diag_error(diags, "LB031", at_file(path), "write it to a file first",
		                  "a pipe cannot be looked into at any place");
	}
	size_t len = (size_t)size;
	*out = bytes_of(NULL, len, arena_strdup(arena, path));
	if (len == 0) {
		close(fd);
		return 0;
	}
	void *p = mmap(NULL, len, PROT_READ, MAP_PRIVATE, fd, 0);
	if (p == MAP_FAILED) {
		int error = errno;
		close(fd);
		return diag_system(diags, "LB033", at_file(path), error, "is there enough memory?",
		                   "cannot be mapped");
	}
	remember(p, len, fd, path);
	out->p = p;
	return 0;
}

void input_unmap(struct bytes view)
{
	for (struct mapping **each = &mappings; *each != NULL; each = &(*each)->next) {
		struct mapping *mapping = *each;
		if (mapping->p != view.p)
			continue;
		*each = mapping->next;
		close(mapping->fd);
		munmap(mapping->p, mapping->len);
		free(mapping);
		return;
	}
}

uint64_t input_next_data(struct bytes view, uint64_t offset)
{
	uintptr_t at = (uintptr_t)view.p + offset;
	if (offset >= view.len)
		return view.len;
	for (const struct mapping *each = mappings; each != NULL; each = each->next) {
		uintptr_t start = (uintptr_t)each->p;
		if (at < start || at - start >= each->len)
			continue;
		off_t data = lseek(each->fd, (off_t)(at - start), SEEK_DATA);
		uint64_t skipped = data < 0 ? 0 : (uint64_t)data - (at - start);
		if (data < 0 && errno == ENXIO) /* nothing but a hole up to the end */
			return view.len;
		return skipped < view.len - offset ? offset + skipped : view.len;
	}
	return offset;
}

/* Says what happened to a file. Returns 0 or -1. */
static int check_whole(struct mapping *mapping, struct diags *diags)
{
	off_t size = size_of(mapping->fd);
	size_t now = size < 0 ? mapping->len : (size_t)size;
	bool told = mapping->told;
	if (!mapping->lost && now >= mapping->len)
		return 0;
	mapping->told = true;
	if (told)
		return -1;
	if (now < mapping->len)
		return input_cut_off(mapping->name, mapping->len, now, diags);
	return diag_system(diags, "LB033", at_file(mapping->name), 0,
	                   "check the medium that holds the file, then start again",
	                   "the medium did not give the %zu bytes from %zu on",
	                   mapping->len - mapping->lost_at, mapping->lost_at);
}

int inputs_whole(struct diags *diags)
{
	int result = 0;
	for (struct mapping *each = mappings; each != NULL; each = each->next)
		result |= check_whole(each, diags);
	return result;
}

int inputs_touch(struct bytes data, struct diags *diags)
{
	const volatile uint8_t *p = data.p;
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	for (size_t i = 0; i < data.len; i += page)
		(void)p[i];
	if (data.len > 0)
		(void)p[data.len - 1];
	return inputs_whole(diags);
}
