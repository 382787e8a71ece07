#include "fex-file.h"

#include "fex-bin.h"
#include "fex-text.h"

#include <stdlib.h>
#include <string.h>

/* By name, then by place in the file. */
static int compare_entries(const void *a, const void *b)
{
	const struct fex_entry *x = *(const struct fex_entry *const *)a;
	const struct fex_entry *y = *(const struct fex_entry *const *)b;
	int order = strcmp(x->key, y->key);
	return order != 0 ? order : (x > y) - (x < y);
}

static int compare_sections(const void *a, const void *b)
{
	const struct fex_section *x = *(const struct fex_section *const *)a;
	const struct fex_section *y = *(const struct fex_section *const *)b;
	int order = strcmp(x->name, y->name);
	return order != 0 ? order : (x > y) - (x < y);
}

static void warn_of_duplicate(struct arena *arena, const struct fex_section *section,
                              const struct fex_entry *first, const struct fex_entry *second,
                              struct diags *diags)
{
	if (fex_same_value(first, second))
		diag_warning(diags, "FX140", second->at, "remove one of them",
		             "[%s] says %s twice, with the same value", section->name, first->key);
	else
		diag_warning(diags, "FX141", second->at,
		             "keep the one that is right; the vendors' kernels take the first",
		             "[%s] says %s = %s, but has said %s before", section->name, first->key,
		             fex_value_text(arena, second), fex_value_text(arena, first));
	diag_also(diags, first->at);
}

static void find_duplicate_keys(struct arena *arena, const struct fex_section *section,
                                struct diags *diags)
{
	const struct fex_entry **sorted = arena_array(arena, section->count, sizeof(*sorted));
	for (size_t i = 0; i < section->count; i++)
		sorted[i] = &section->entries[i];
	qsort(sorted, section->count, sizeof(*sorted), compare_entries);
	for (size_t i = 1, first = 0; i < section->count; i++)
		if (strcmp(sorted[i]->key, sorted[first]->key) != 0)
			first = i;
		else
			warn_of_duplicate(arena, section, sorted[first], sorted[i], diags);
}

static void find_duplicate_sections(struct arena *arena, const struct fex *fex, struct diags *diags)
{
	const struct fex_section **sorted = arena_array(arena, fex->count, sizeof(*sorted));
	for (size_t i = 0; i < fex->count; i++)
		sorted[i] = &fex->sections[i];
	qsort(sorted, fex->count, sizeof(*sorted), compare_sections);
	for (size_t i = 1; i < fex->count; i++) {
		if (strcmp(sorted[i]->name, sorted[i - 1]->name) != 0)
			continue;
		diag_warning(diags, "FX142", sorted[i]->at,
		             "merge the two; the vendors' kernels see the first only",
		             "the section [%s] is there twice", sorted[i]->name);
		diag_also(diags, sorted[i - 1]->at);
	}
}

/* What users take for a fex because of its name, by its first bytes. */
static const struct {
	unsigned offset;
	const char *magic;
	size_t len;
	const char *what, *hint;
} strangers[] = {
	{ 0, "\xd0\x0d\xfe\xed", 4, "a device tree blob (DTB)",
	  "newer vendor images hold one under the name config.fex or sunxi.fex; read it with dtc, compare it with --diff" },
	{ 0, "sunxi-package", 13, "a TOC boot package (boot_package.fex)",
	  "the vendor's configuration is a device tree inside it" },
	{ 0, "sunxi-secure", 12, "a TOC secure boot package (toc1.fex)",
	  "the vendor's configuration is a device tree inside it" },
	{ 4, "eGON.", 5, "a boot loader for Allwinner's boot ROM (boot0.fex)",
	  "take script.bin or sys_config.fex" },
	{ 4, "uboot", 5, "a vendor's U-Boot (u-boot.fex)", "take script.bin or sys_config.fex" },
	{ 0, "IMAGEWTY", 8, "a LiveSuit/PhoenixSuit image",
	  "unpack it first; the file wanted is sys_config.fex or script.bin" },
	{ 0, "ANDROID!", 8, "an Android boot image", "take script.bin or sys_config.fex" },
	{ 0, "\x27\x05\x19\x56", 4, "a U-Boot image (uImage)",
	  "take script.bin or sys_config.fex" },
	{ 0,
	  "\x7f"
	  "ELF",
	  4, "an ELF program", "take script.bin or sys_config.fex" },
	{ 0, "\x1f\x8b", 2, "gzip-compressed data", "unpack it first" },
	{ 0, "PK\x03\x04", 4, "a ZIP archive", "unpack it first" },
	{ 0, "/dts-v1/", 8, "a device tree source", "compile it with dtc" },
};

static const char *name_stranger(struct bytes file, const char **hint)
{
	for (size_t i = 0; i < sizeof(strangers) / sizeof(*strangers); i++)
		if (bytes_start_with(bytes_at(file, strangers[i].offset, strangers[i].len),
		                     strangers[i].magic, strangers[i].len)) {
			*hint = strangers[i].hint;
			return strangers[i].what;
		}
	return NULL;
}

static bool looks_binary(struct bytes file)
{
	return memchr(file.p, 0, file.len < FEX_BIN_HEADER_SIZE ? file.len : FEX_BIN_HEADER_SIZE) !=
	       NULL;
}

int fex_read(struct arena *arena, struct bytes file, enum fex_format format, struct fex *fex,
             struct diags *diags)
{
	const char *hint, *stranger = name_stranger(file, &hint);
	int result;
	if (file.len == 0)
		return diag_error(diags, "FX100", at_file(file.name), "was the copy interrupted?",
		                  "expected a fex text or a script.bin, found an empty file");
	if (stranger != NULL)
		return diag_error(diags, "FX100", at_file(file.name), hint,
		                  "expected a fex text or a script.bin, found %s", stranger);
	if (format == FEX_FORMAT_AUTO)
		format = looks_binary(file) ? FEX_FORMAT_BIN : FEX_FORMAT_TEXT;
	result = format == FEX_FORMAT_BIN ? fex_bin_read(arena, file, fex, diags)
	                                  : fex_text_read(arena, file, fex, diags);
	if (result < 0)
		return -1;
	for (size_t i = 0; i < fex->count; i++)
		find_duplicate_keys(arena, &fex->sections[i], diags);
	find_duplicate_sections(arena, fex, diags);
	return 0;
}
