/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "imager/format/payload-table.h"

#include <string.h>

/* To add a kind: a bidder and its row. The first that takes the file wins, so what is contained in
 * another kind (Xen looks like a zImage, a FIT is a device tree) comes before it. */
static const struct bidder table[] = {
	{ { "script", "U-Boot script" }, bid_script },
	{ { "uimage", "uImage" }, bid_uimage },
	{ { "xen", "Xen" }, bid_xen },
	{ { "zimage", "ARM zImage" }, bid_zimage },
	{ { "image", "ARM64 Image" }, bid_image },
	{ { "fit", "FIT image" }, bid_fit },
	{ { "dtb", "device tree blob" }, bid_dtb },
	{ { "elf", "ELF file" }, bid_elf },
	{ { "egon", "Allwinner SPL (eGON)" }, bid_egon },
	{ { "exynos-spl", "Exynos SPL" }, bid_exynos_spl },
	{ { "cpio", "cpio archive" }, bid_cpio },
	{ { "packed", "compressed file" }, bid_packed },
	{ { "disk", "disk image" }, bid_disk },
	{ { "u-boot", "U-Boot binary" }, bid_u_boot },
	{ { "text", "text file" }, bid_text },
};
static const struct bidders bidders = { table, sizeof(table) / sizeof(table[0]) };

struct payload payload_recognise(struct arena *arena, struct bytes file, struct diags *diags)
{
	return payload_of(arena, &bidders, file, 0, diags);
}

static bool is_allowed(const char *kind, const char *allowed)
{
	size_t len = strlen(kind);
	for (const char *word = allowed; *word != '\0'; word += strspn(word, "|")) {
		size_t word_len = strcspn(word, "|");
		if (word_len == len && memcmp(word, kind, len) == 0)
			return true;
		word += word_len;
	}
	return false;
}

static const char *kind_name(const char *id, size_t len)
{
	for (size_t i = 0; i < bidders.count; i++)
		if (strlen(bidders.list[i].kind.id) == len &&
		    memcmp(bidders.list[i].kind.id, id, len) == 0)
			return bidders.list[i].kind.name;
	return NULL;
}

/* "an ARM zImage or a uImage" without the articles: the kinds' names, for people. */
static const char *allowed_text(struct arena *arena, const char *allowed)
{
	const char *text = NULL;
	for (const char *word = allowed; *word != '\0'; word += strspn(word, "|")) {
		size_t len = strcspn(word, "|");
		const char *name = kind_name(word, len);
		if (name == NULL)
			name = arena_strndup(arena, word, len);
		text = text == NULL ? name : arena_printf(arena, "%s or %s", text, name);
		word += len;
	}
	return text == NULL ? "nothing" : text;
}

static int refuse_kind(const struct payload *payload, const char *allowed, const char *slot,
                       struct where at, struct diags *diags)
{
	struct arena *arena = diags->arena;
	const char *detail =
		payload->detail == NULL ? "" : arena_printf(arena, " (%s)", payload->detail);
	return diag_error(diags, "IM300", at,
	                  arena_printf(arena, "name a file of another kind for the %s", slot),
	                  "wanted for the %s: %s; found: %s%s", slot, allowed_text(arena, allowed),
	                  payload->kind->name, detail);
}

int payload_check(const struct payload *payload, const char *allowed, const char *arch,
                  const char *slot, struct where at, struct diags *diags)
{
	if (allowed != NULL && !is_allowed(payload->kind->id, allowed))
		return refuse_kind(payload, allowed, slot, at, diags);
	const char *found = payload->arch;
	if (found == NULL && payload->inner != NULL)
		found = payload->inner->arch;
	if (arch == NULL || found == NULL || strcmp(arch, found) == 0)
		return 0;
	return diag_error(diags, "IM301", at, "name the file that was built for this board",
	                  "the %s is for %s, this board needs one for %s", slot, found, arch);
}
