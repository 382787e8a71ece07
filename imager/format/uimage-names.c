/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "imager/format/uimage-names.h"

#include "lib/text.h"

#include <string.h>

/* Codes: U-Boot include/image.h, IH_OS_*, IH_ARCH_*, IH_TYPE_*, IH_COMP_*. */
struct code {
	const char *name;
	uint8_t value;
};

static const struct code os_codes[] = {
	{ "openbsd", 1 },   { "netbsd", 2 },
	{ "freebsd", 3 },   { "4_4bsd", 4 },
	{ "linux", 5 },     { "svr4", 6 },
	{ "esix", 7 },      { "solaris", 8 },
	{ "irix", 9 },      { "sco", 10 },
	{ "dell", 11 },     { "ncr", 12 },
	{ "vxworks", 14 },  { "psos", 15 },
	{ "qnx", 16 },      { "u-boot", 17 },
	{ "rtems", 18 },    { "integrity", 21 },
	{ "ose", 22 },      { "plan9", 23 },
	{ "openrtos", 24 }, { "arm-trusted-firmware", 25 },
	{ "tee", 26 },      { "opensbi", 27 },
	{ "efi", 28 },      { NULL, 0 },
};

static const struct code arch_codes[] = {
	{ "alpha", 1 },  { "arm", 2 },         { "x86", 3 },     { "ia64", 4 },
	{ "mips", 5 },   { "mips64", 6 },      { "powerpc", 7 }, { "ppc", 7 },
	{ "s390", 8 },   { "sh", 9 },          { "sparc", 10 },  { "sparc64", 11 },
	{ "m68k", 12 },  { "microblaze", 14 }, { "nios2", 15 },  { "blackfin", 16 },
	{ "avr32", 17 }, { "sandbox", 19 },    { "nds32", 20 },  { "or1k", 21 },
	{ "arm64", 22 }, { "arc", 23 },        { "x86_64", 24 }, { "xtensa", 25 },
	{ "riscv", 26 }, { NULL, 0 },
};

static const struct code type_codes[] = {
	{ "standalone", 1 },
	{ "kernel", UIMAGE_KERNEL },
	{ "ramdisk", UIMAGE_RAMDISK },
	{ "multi", UIMAGE_MULTI },
	{ "firmware", UIMAGE_FIRMWARE },
	{ "script", UIMAGE_SCRIPT },
	{ "filesystem", 7 },
	{ "flat_dt", 8 },
	{ "kernel_noload", 14 },
	{ NULL, 0 },
};

static const struct code compression_codes[] = {
	{ "none", 0 }, { "gzip", 1 }, { "bzip2", 2 }, { "lzma", 3 },
	{ "lzo", 4 },  { "lz4", 5 },  { "zstd", 6 },  { NULL, 0 },
};

static const struct code *const fields[] = { [UIMAGE_OS] = os_codes,
	                                     [UIMAGE_ARCH] = arch_codes,
	                                     [UIMAGE_TYPE] = type_codes,
	                                     [UIMAGE_COMPRESSION] = compression_codes };

static int value_of(const struct code *code, const char *name)
{
	for (; code->name != NULL; code++)
		if (strcmp(code->name, name) == 0)
			return code->value;
	return -1;
}

static const char *name_of(const struct code *code, uint8_t value)
{
	for (; code->name != NULL; code++)
		if (code->value == value)
			return code->name;
	return "unknown";
}

int uimage_os(const char *name)
{
	return value_of(os_codes, name);
}

int uimage_arch(const char *name)
{
	return value_of(arch_codes, name);
}

int uimage_type(const char *name)
{
	return value_of(type_codes, name);
}

int uimage_compression(const char *name)
{
	return value_of(compression_codes, name);
}

const char *uimage_os_name(uint8_t code)
{
	return name_of(os_codes, code);
}

const char *uimage_arch_name(uint8_t code)
{
	return name_of(arch_codes, code);
}

const char *uimage_type_name(uint8_t code)
{
	return name_of(type_codes, code);
}

const char *uimage_compression_name(uint8_t code)
{
	return name_of(compression_codes, code);
}

const char *uimage_names(struct arena *arena, enum uimage_field field)
{
	struct text text = text_make(arena);
	for (const struct code *code = fields[field]; code->name != NULL; code++)
		text_printf(&text, "%s%s", text.len == 0 ? "" : " ", code->name);
	return text.p;
}
