#include "imager/payload-bid.h"

#include "lib/file-kind.h"

#include <ctype.h>
#include <string.h>

#define DEPTH_MAX 4 /* wrappers within wrappers: a uImage of a gzip of a uImage is absurd enough */
#define TEXT_MAX  200

/* To add a kind: a bidder and its row. The first that takes the file wins, so what is contained in
 * another kind (Xen looks like a zImage, a FIT is a device tree) comes before it. */
static const struct bidder bidders[] = {
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
#define BIDDERS (sizeof(bidders) / sizeof(bidders[0]))

static const struct payload_kind unknown = { "unknown", "file of an unknown kind" };

static struct payload recognise(struct arena *arena, struct bytes file, unsigned depth,
                                struct diags *diags)
{
	for (size_t i = 0; i < BIDDERS; i++) {
		struct payload payload = { .kind = &bidders[i].kind,
			                   .compression = "none",
			                   .file_size = file.len,
			                   .memory_size = file.len,
			                   .depth = depth };
		if (bidders[i].bid(arena, file, &payload, diags) == 0)
			return payload;
	}
	return (struct payload){ .kind = &unknown,
		                 .compression = "none",
		                 .file_size = file.len,
		                 .memory_size = file.len,
		                 .depth = depth,
		                 .detail = file.len == 0 ? "empty" : file_kind(file) };
}

struct payload payload_recognise(struct arena *arena, struct bytes file, struct diags *diags)
{
	return recognise(arena, file, 0, diags);
}

const struct payload *payload_inner(struct arena *arena, const struct payload *outer,
                                    struct bytes file, struct diags *diags)
{
	if (outer->depth >= DEPTH_MAX)
		return NULL;
	struct payload *inner = arena_new(arena, struct payload);
	*inner = recognise(arena, file, outer->depth + 1, diags);
	return inner;
}

int payload_cut_off(struct bytes file, const char *name, uint64_t promised, struct diags *diags)
{
	diag_error(diags, "IM302", at_offset(file, file.len),
	           "the file was cut off: fetch or copy it again and compare the sizes",
	           "a %s of %llu bytes according to its header, the file has %zu: %llu are missing",
	           name, (unsigned long long)promised, file.len,
	           (unsigned long long)(promised - file.len));
	return 0;
}

const char *payload_text_at(struct arena *arena, struct bytes file, uint64_t start)
{
	struct bytes text = bytes_at(file, start, TEXT_MAX);
	size_t len = 0;
	while (len < text.len && isprint(text.p[len]))
		len++;
	return len == 0 ? NULL : arena_strndup(arena, (const char *)text.p, len);
}

const char *payload_version(struct arena *arena, struct bytes file, const char *prefix)
{
	size_t len = strlen(prefix);
	struct bytes rest = file;
	while (rest.len > len) {
		const uint8_t *found = memmem(rest.p, rest.len, prefix, len);
		if (found == NULL)
			return NULL;
		rest = bytes_at(file, (uint64_t)(found - file.p), UINT64_MAX);
		if (isdigit(u8_at(rest, len)))
			return payload_text_at(arena, rest, 0);
		rest = bytes_at(rest, len, UINT64_MAX);
		rest.base = 0;
		file = rest;
	}
	return NULL;
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
	for (size_t i = 0; i < BIDDERS; i++)
		if (strlen(bidders[i].kind.id) == len && memcmp(bidders[i].kind.id, id, len) == 0)
			return bidders[i].kind.name;
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
