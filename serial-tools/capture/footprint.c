/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "serial-tools/capture/footprint.h"

#include <link.h>
#include <malloc.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

static int let_go(struct dl_phdr_info *object, size_t size, void *context)
{
	uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
	(void)size;
	(void)context;
	for (int i = 0; i < object->dlpi_phnum; i++) {
		const ElfW(Phdr) *segment = &object->dlpi_phdr[i];
		if (segment->p_type != PT_LOAD || (segment->p_flags & PF_W) != 0)
			continue;
		uintptr_t start = (object->dlpi_addr + segment->p_vaddr) & ~(page - 1);
		uintptr_t end = object->dlpi_addr + segment->p_vaddr + segment->p_memsz;
		/* NOLINTNEXTLINE(performance-no-int-to-ptr): the loader tells addresses as numbers */
		madvise((void *)start, end - start, MADV_DONTNEED);
	}
	return 0;
}

void footprint_shrink(void)
{
	malloc_trim(0);
	dl_iterate_phdr(let_go, NULL);
}
