/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Kernels and hypervisors as they are, and ELF files. */
#include "imager/format/payload-text.h"
#include "imager/format/payload.h"

#include <ctype.h>
#include <elf.h>
#include <string.h>

/* Linux Documentation/arch/arm/booting.rst and arch/arm/boot/compressed/head.S */
#define ZIMAGE_MAGIC_AT    0x24
#define ZIMAGE_MAGIC       0x016f2818u
#define ZIMAGE_START_AT    0x28
#define ZIMAGE_END_AT      0x2c
#define ZIMAGE_MAGIC2_AT   0x34
#define ZIMAGE_MAGIC2      0x45454545u /* then: offset of a table */
#define ZIMAGE_TABLE_AT    0x38
#define ZIMAGE_TABLE_MAGIC 0x5a534c4bu
#define XEN_BANNER         "Xen version %d.%d%s" /* what every Xen prints first */
#define XEN_SIZE_MAX       ((size_t)8 << 20)     /* several times of what any Xen has */

static bool is_zimage(struct bytes file)
{
	return le32_at(file, ZIMAGE_MAGIC_AT) == ZIMAGE_MAGIC;
}

static bool is_image(struct bytes file)
{
	return bytes_has(file, 0, 64) && le32_at(file, 56) == 0x644d5241; /* "ARM\x64" */
}

/* The first string of its own that is a version number: 4.17.5+72-g01140da4e8-1. */
static const char *find_xen_version(struct arena *arena, struct bytes file)
{
	for (size_t i = 1; i + 8 < file.len; i++) {
		const uint8_t *p = file.p + i;
		if (p[-1] != '\0' || !isdigit(p[0]) || p[1] != '.' || !isdigit(p[2]))
			continue;
		const char *text = payload_text_at(arena, file, i);
		size_t len = strlen(text);
		if (len >= 4 && i + len < file.len && p[len] == '\0' &&
		    strspn(text, "0123456789.+-~_abcdefghijklmnopqrstuvwxyz") == len)
			return text;
	}
	return NULL;
}

int bid_xen(struct arena *arena, struct bytes file, struct payload *out, struct diags *diags)
{
	(void)diags;
	if ((!is_zimage(file) && !is_image(file)) || file.len > XEN_SIZE_MAX ||
	    memmem(file.p, file.len, XEN_BANNER, sizeof(XEN_BANNER) - 1) == NULL)
		return 1;
	uint64_t memory = is_image(file) ? le64_at(file, 16)
	                                 : (uint64_t)le32_at(file, ZIMAGE_END_AT) -
	                                           le32_at(file, ZIMAGE_START_AT);
	out->arch = is_image(file) ? "arm64" : "arm";
	out->memory_size = memory > file.len && memory <= UINT32_MAX ? memory : file.len;
	out->version = find_xen_version(arena, file);
	return 0;
}

/* What the kernel takes once it has unpacked itself, from the table that its header points to;
 * kernels before 4.15 have none. */
static uint64_t unpacked_size(struct bytes file)
{
	uint32_t table = le32_at(file, ZIMAGE_TABLE_AT);
	if (le32_at(file, ZIMAGE_MAGIC2_AT) != ZIMAGE_MAGIC2 ||
	    le32_at(file, table + 4ull) != ZIMAGE_TABLE_MAGIC)
		return 0;
	uint64_t size =
		le32_at(file, le32_at(file, table + 8ull)); /* at the end of the packed part */
	return size + le32_at(file, table + 12ull);         /* bss */
}

int bid_zimage(struct arena *arena, struct bytes file, struct payload *out, struct diags *diags)
{
	if (!is_zimage(file))
		return 1;
	uint64_t start = le32_at(file, ZIMAGE_START_AT), end = le32_at(file, ZIMAGE_END_AT);
	uint64_t unpacked = unpacked_size(file);
	out->arch = "arm";
	out->load = start;
	out->entry = start;
	out->version = payload_version(arena, file, "Linux version ");
	if (unpacked > out->memory_size)
		out->memory_size = unpacked;
	if (end > start && end - start > file.len)
		return payload_cut_off(file, "zImage", end - start, diags);
	return 0;
}

int bid_image(struct arena *arena, struct bytes file, struct payload *out, struct diags *diags)
{
	(void)diags;
	if (!is_image(file))
		return 1;
	uint64_t memory = le64_at(file, 16);
	out->arch = "arm64";
	out->version = payload_version(arena, file, "Linux version ");
	if (memory > file.len)
		out->memory_size = memory;
	return 0;
}

static const char *elf_arch(uint16_t machine)
{
	switch (machine) {
	case EM_ARM:
		return "arm";
	case EM_AARCH64:
		return "arm64";
	case EM_386:
		return "x86";
	case EM_X86_64:
		return "x86_64";
	case EM_RISCV:
		return "riscv";
	case EM_PPC:
		return "powerpc";
	case EM_MIPS:
		return "mips";
	}
	return "unknown";
}

/* One reader for both word sizes and byte orders. */
struct elf {
	struct bytes file;
	bool wide, big;
};

static uint64_t elf_number(const struct elf *elf, uint64_t at, unsigned size)
{
	if (size == 2)
		return elf->big ? be16_at(elf->file, at) : le16_at(elf->file, at);
	if (size == 4)
		return elf->big ? be32_at(elf->file, at) : le32_at(elf->file, at);
	return elf->big ? be64_at(elf->file, at) : le64_at(elf->file, at);
}

/* From the lowest to the highest physical address of the loaded segments. */
static void measure_elf(const struct elf *elf, struct payload *out, uint64_t *promised)
{
	uint64_t table = elf_number(elf, elf->wide ? 32 : 28, elf->wide ? 8 : 4);
	uint64_t size = elf_number(elf, elf->wide ? 54 : 42, 2);
	uint64_t count = elf_number(elf, elf->wide ? 56 : 44, 2);
	uint64_t low = UINT64_MAX, high = 0, end;
	for (uint64_t i = 0; i < count && add_u64(table, i * size, &end); i++) {
		unsigned word = elf->wide ? 8 : 4;
		if (elf_number(elf, end, 4) != PT_LOAD)
			continue;
		uint64_t offset = elf_number(elf, end + (elf->wide ? 8 : 4), word);
		uint64_t address = elf_number(elf, end + (elf->wide ? 24 : 12), word);
		uint64_t in_file = elf_number(elf, end + (elf->wide ? 32 : 16), word);
		uint64_t in_memory = elf_number(elf, end + (elf->wide ? 40 : 20), word);
		if (add_u64(address, in_memory, &end) && end > high)
			high = end;
		if (address < low)
			low = address;
		if (add_u64(offset, in_file, &end) && end > *promised)
			*promised = end;
	}
	out->load = low == UINT64_MAX ? 0 : low;
	if (high > out->load && high - out->load > out->memory_size)
		out->memory_size = high - out->load;
}

int bid_elf(struct arena *arena, struct bytes file, struct payload *out, struct diags *diags)
{
	if (!bytes_start_with(file, ELFMAG, SELFMAG))
		return 1;
	struct elf elf = { file, u8_at(file, EI_CLASS) == ELFCLASS64,
		           u8_at(file, EI_DATA) == ELFDATA2MSB };
	uint64_t promised = elf.wide ? 64 : 52;
	out->arch = elf_arch((uint16_t)elf_number(&elf, 18, 2));
	out->entry = elf_number(&elf, 24, elf.wide ? 8 : 4);
	out->version = payload_version(arena, file, "Linux version ");
	measure_elf(&elf, out, &promised);
	return promised > file.len ? payload_cut_off(file, "ELF file", promised, diags) : 0;
}
