/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A FIT image (U-Boot doc/usage/fit/source_file_format.rst): are its images whole and as they were hashed,
 * and do its configurations name images that there are? */
#include "imager/verify/verify-fit.h"

#include "imager/verify/verify-packed.h"

#include "lib/digest.h"

#include <libfdt.h>
#include <openssl/evp.h>
#include <string.h>

struct fit {
	struct bytes file;
	const void *tree;
	struct diags *diags;
};

static const char *text_of(const struct fit *fit, int node, const char *property)
{
	int len = 0;
	const char *value = fdt_getprop(fit->tree, node, property, &len);
	return value != NULL && len > 0 && value[len - 1] == '\0' ? value : NULL;
}

static bool number_of(const struct fit *fit, int node, const char *property, uint32_t *out)
{
	int len = 0;
	const void *value = fdt_getprop(fit->tree, node, property, &len);
	if (value == NULL || len != 4)
		return false;
	*out = be32_at(bytes_of(value, 4, ""), 0);
	return true;
}

static const char *name_of(const struct fit *fit, int node)
{
	const char *name = fdt_get_name(fit->tree, node, NULL);
	return name == NULL ? "?" : name;
}

static struct where at_node(const struct fit *fit, const char *parent, int node)
{
	const char *path = arena_printf(fit->diags->arena, "/%s/%s", parent, name_of(fit, node));
	return at_property(fit->file.name, path, NULL);
}

/* ---- data ------------------------------------------------------------------------------------------ */

/* The bytes of an image: in its node, or behind the tree. Returns 0, or -1 and has said why. */
static int find_data(const struct fit *fit, int image, struct bytes *out)
{
	int len = 0;
	uint32_t offset, size;
	const uint8_t *inside = fdt_getprop(fit->tree, image, "data", &len);
	struct where at = at_node(fit, "images", image);
	uint64_t start = 0;
	if (inside != NULL) {
		*out = bytes_at(fit->file, (uint64_t)(inside - fit->file.p), (uint64_t)len);
		return 0;
	}
	if (number_of(fit, image, "data-offset", &offset))
		start = align_up(fdt_totalsize(fit->tree), 4) + offset;
	else if (number_of(fit, image, "data-position", &offset))
		start = offset;
	else
		return diag_error(fit->diags, "IM350", at, "make the FIT image again with mkimage",
		                  "an image without data, data-offset or data-position");
	if (!number_of(fit, image, "data-size", &size))
		return diag_error(fit->diags, "IM350", at, "make the FIT image again with mkimage",
		                  "data behind the tree, but no data-size says how much");
	if (!bytes_has(fit->file, start, size))
		return diag_error(fit->diags, "IM351", at,
		                  "the file was cut off: fetch or copy it again",
		                  "its data should end at byte %llu, the file has %zu",
		                  (unsigned long long)start + size, fit->file.len);
	*out = bytes_at(fit->file, start, size);
	return 0;
}

/* ---- hashes ---------------------------------------------------------------------------------------- */

/* Counts a digest by U-Boot's name of it. Returns its length, 0 when nobody knows the name. */
static unsigned count_digest(const char *algorithm, struct bytes data,
                             uint8_t digest[EVP_MAX_MD_SIZE])
{
	static const char *const names[] = { "md5", "sha1", "sha256", "sha384", "sha512" };
	unsigned len = 0;
	if (strcmp(algorithm, "crc32") == 0) {
		put_be32(digest, crc32_of(0, data));
		return 4;
	}
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(algorithm, names[i]) == 0 &&
		    EVP_Digest(data.p, data.len, digest, &len, EVP_get_digestbyname(algorithm),
		               NULL) == 1)
			return len;
	return 0;
}

static void check_hash(const struct fit *fit, int image, int hash, struct bytes data)
{
	uint8_t digest[EVP_MAX_MD_SIZE];
	int len = 0;
	const char *algorithm = text_of(fit, hash, "algo");
	const void *value = fdt_getprop(fit->tree, hash, "value", &len);
	struct where at = at_node(fit, "images", image);
	unsigned counted = algorithm == NULL ? 0 : count_digest(algorithm, data, digest);
	if (counted == 0 || value == NULL)
		diag_error(
			fit->diags, "IM352", at,
			"crc32, md5, sha1, sha256, sha384 and sha512 are known; mkimage fills in "
			"the value",
			"%s: %s", name_of(fit, hash),
			counted == 0 ? "no known algorithm" : "no value");
	else if ((unsigned)len != counted || memcmp(value, digest, counted) != 0)
		diag_error(fit->diags, "IM353", at,
		           "the data was damaged or replaced: make the FIT image again",
		           "%s: the %s of the data is not the one that was written down",
		           name_of(fit, hash), algorithm);
}

static void check_image(const struct fit *fit, int image)
{
	struct bytes data;
	int node;
	if (find_data(fit, image, &data) < 0)
		return;
	fdt_for_each_subnode(node, fit->tree, image)
	{
		if (strncmp(name_of(fit, node), "hash", 4) == 0)
			check_hash(fit, image, node, data);
	}
	const char *said = text_of(fit, image, "compression");
	const char *type = text_of(fit, image, "type");
	bool ramdisk = type != NULL && strcmp(type, "ramdisk") == 0;
	data.name = arena_printf(fit->diags->arena, "%s:/images/%s", fit->file.name,
	                         name_of(fit, image));
	data.base = 0;
	if (ramdisk && (said == NULL || strcmp(said, "none") == 0))
		verify_ramdisk(data, fit->diags);
	else
		verify_compression(data, said == NULL ? "none" : said,
		                   type != NULL && strcmp(type, "kernel") == 0, fit->diags);
}

/* ---- configurations -------------------------------------------------------------------------------- */

/* Every name in a property of a configuration is an image's. */
static void check_names(const struct fit *fit, int configuration, const char *property, int images)
{
	int len = 0;
	const char *names = fdt_getprop(fit->tree, configuration, property, &len);
	if (names == NULL || len == 0 || names[len - 1] != '\0')
		return;
	for (const char *name = names; name < names + len; name += strlen(name) + 1)
		if (fdt_subnode_offset(fit->tree, images, name) < 0)
			diag_error(fit->diags, "IM354",
			           at_node(fit, "configurations", configuration),
			           "name an image of /images, or add it",
			           "%s = \"%s\": there is no such image", property, name);
}

static void check_configurations(const struct fit *fit, int images)
{
	static const char *const properties[] = { "kernel",   "fdt",       "ramdisk",
		                                  "firmware", "loadables", "standalone" };
	int all = fdt_path_offset(fit->tree, "/configurations"), node;
	if (all < 0)
		return;
	const char *chosen = text_of(fit, all, "default");
	if (chosen != NULL && fdt_subnode_offset(fit->tree, all, chosen) < 0)
		diag_error(fit->diags, "IM354",
		           at_property(fit->file.name, "/configurations", "default"),
		           "name one of the configurations",
		           "default = \"%s\": there is no such configuration", chosen);
	fdt_for_each_subnode(node, fit->tree, all)
	{
		for (size_t i = 0; i < sizeof(properties) / sizeof(properties[0]); i++)
			check_names(fit, node, properties[i], images);
	}
}

void verify_fit(struct bytes file, struct diags *diags)
{
	struct fit fit = { file, file.p, diags };
	int images = fdt_path_offset(fit.tree, "/images"), node;
	fdt_for_each_subnode(node, fit.tree, images)
	{
		check_image(&fit, node);
	}
	check_configurations(&fit, images);
}
