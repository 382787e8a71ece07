/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "test.h"

#include "imager/format/payload-table.h"
#include "imager/format/uimage.h"

#include <libfdt.h>
#include <string.h>

static struct bytes blob(struct test *test, size_t len)
{
	return bytes_of(arena_alloc(test->arena, len), len, "file");
}

static uint8_t *at(struct bytes file, size_t offset)
{
	return (uint8_t *)file.p + offset;
}

/* A zImage of @size bytes whose header promises @end bytes. */
static struct bytes zimage(struct test *test, size_t size, uint32_t end)
{
	struct bytes file = blob(test, size);
	put_le32(at(file, 0x24), 0x016f2818);
	put_le32(at(file, 0x2c), end);
	return file;
}

static struct payload recognised(struct test *test, struct bytes file, const char *kind)
{
	struct payload payload = payload_recognise(test->arena, file, &test->diags);
	assert_string_equal(payload.kind->id, kind);
	return payload;
}

static void test_a_zimage_is_told_with_what_it_takes_unpacked(void **state)
{
	struct test *test = *state;
	struct bytes file = zimage(test, 4096, 4096);
	put_le32(at(file, 0x34), 0x45454545);
	put_le32(at(file, 0x38), 0x100);
	put_le32(at(file, 0x104), 0x5a534c4b);
	put_le32(at(file, 0x108), 0x800); /* where the unpacked size is */
	put_le32(at(file, 0x10c), 0x1000);
	put_le32(at(file, 0x800), 0x20000);
	struct payload payload = recognised(test, file, "zimage");
	assert_string_equal(payload.arch, "arm");
	assert_int_equal(payload.memory_size, 0x21000);
	assert_string_equal(test_said(test), "");
}

static void test_a_zimage_that_was_cut_off_says_how_much_is_missing(void **state)
{
	struct test *test = *state;
	recognised(test, zimage(test, 1000, 4096), "zimage");
	assert_string_equal(
		test_said(test),
		"file: offset 1000: error IM302: a zImage of 4096 bytes according to its header, "
		"the file has 1000: 3096 are missing\n"
		"  hint: the file was cut off: fetch or copy it again and compare the sizes\n");
}

static void test_xen_is_told_from_a_kernel_by_its_banner_and_has_bss(void **state)
{
	struct test *test = *state;
	struct bytes file = zimage(test, 4096, 8192);
	memcpy(at(file, 1024), "Xen version %d.%d%s (%s", 23);
	memcpy(at(file, 2048), "4.17.5+72-g0114", 15);
	struct payload payload = recognised(test, file, "xen");
	assert_int_equal(payload.memory_size, 8192);
	assert_string_equal(payload.version, "4.17.5+72-g0114");
	assert_string_equal(test_said(test), "");
}

static void test_an_arm64_image_is_refused_for_an_arm_board(void **state)
{
	struct test *test = *state;
	struct bytes file = blob(test, 128);
	memcpy(at(file, 56), "ARM\x64", 4);
	struct payload payload = recognised(test, file, "image");
	assert_int_equal(payload_check(&payload, "zimage|image", "arm", "kernel",
	                               at_line("board.conf", 7, 0), &test->diags),
	                 -1);
	assert_string_equal(test_said(test),
	                    "board.conf:7: error IM301: the kernel is for arm64, this board needs "
	                    "one for arm\n"
	                    "  hint: name the file that was built for this board\n");
}

static void test_a_uimage_is_seen_through(void **state)
{
	struct test *test = *state;
	struct uimage values = { .load = 0x41000000, .arch = 2, .os = 5, .type = UIMAGE_KERNEL };
	struct bytes file = uimage_wrap(test->arena, &values, zimage(test, 512, 512));
	struct payload payload = recognised(test, file, "uimage");
	assert_int_equal(payload.load, 0x41000000);
	assert_non_null(payload.inner);
	assert_string_equal(payload.inner->kind->id, "zimage");
	assert_int_equal(
		payload_check(&payload, "zimage|uimage", "arm", "kernel", nowhere(), &test->diags),
		0);
}

static void test_uimages_nested_without_end_stop_somewhere(void **state)
{
	struct test *test = *state;
	struct uimage values = { .arch = 2, .os = 5, .type = UIMAGE_KERNEL };
	struct bytes file = bytes_of_string("core", "file");
	for (int i = 0; i < 40; i++)
		file = uimage_wrap(test->arena, &values, file);
	struct payload payload = recognised(test, file, "uimage");
	int depth = 0;
	for (const struct payload *p = &payload; p != NULL; p = p->inner)
		depth++;
	assert_int_equal(depth, 5);
}

static void test_a_script_is_not_taken_for_a_kernel(void **state)
{
	struct test *test = *state;
	struct uimage values = { .arch = 2, .os = 5, .type = UIMAGE_SCRIPT, .name = "boot" };
	struct bytes file = uimage_wrap(test->arena, &values, bytes_of_string("echo\n", "file"));
	struct payload payload = recognised(test, file, "script");
	assert_int_equal(payload_check(&payload, "zimage|xen", "arm", "hypervisor",
	                               at_file("boot.scr"), &test->diags),
	                 -1);
	assert_string_equal(
		test_said(test),
		"boot.scr: error IM300: wanted for the hypervisor: ARM zImage or Xen; found: U-Boot "
		"script (arm linux script, uncompressed, \"boot\", 13 B, load 0x00000000, entry "
		"0x00000000)\n"
		"  hint: name a file of another kind for the hypervisor\n");
}

static struct bytes tree(struct test *test, const char *node)
{
	struct bytes file = blob(test, 1024);
	assert_int_equal(fdt_create_empty_tree(at(file, 0), 1024), 0);
	fdt_setprop_string(at(file, 0), 0, "model", "Board M");
	if (node != NULL)
		fdt_add_subnode(at(file, 0), 0, node);
	fdt_pack(at(file, 0));
	return file;
}

static void test_device_trees_and_fit_images_are_told_apart(void **state)
{
	struct test *test = *state;
	assert_string_equal(recognised(test, tree(test, "chosen"), "dtb").detail, "Board M");
	recognised(test, tree(test, "images"), "fit");
}

static void test_a_damaged_device_tree_is_said(void **state)
{
	struct test *test = *state;
	struct bytes file = tree(test, "chosen");
	memset(at(file, fdt_off_dt_struct(file.p)), 0xee, 8);
	recognised(test, file, "dtb");
	assert_true(test_said_id(test, "IM303"));
}

static void test_archives_are_seen_inside_their_compression(void **state)
{
	/* gzip of "070701" and zeros, made with gzip -n */
	static const uint8_t packed[] = { 0x1f, 0x8b, 0x08, 0,    0,    0,    0,    0, 0,
		                          0x03, 0x33, 0x30, 0x37, 0x30, 0x37, 0x30, 4, 0,
		                          0xe5, 0xff, 0x2e, 0xf9, 6,    0,    0,    0 };
	struct test *test = *state;
	recognised(test, bytes_of_string("070701000", "file"), "cpio");
	struct payload payload = recognised(test, bytes_of(packed, sizeof(packed), "file"), "cpio");
	assert_string_equal(payload.compression, "gzip");
}

static void test_an_elf_file_tells_machine_entry_and_memory(void **state)
{
	struct test *test = *state;
	struct bytes file = blob(test, 256);
	memcpy(at(file, 0),
	       "\x7f"
	       "ELF\1\1\1",
	       7);
	put_le16(at(file, 18), 40);
	put_le32(at(file, 24), 0x8010);
	put_le32(at(file, 28), 52);
	put_le16(at(file, 42), 32);
	put_le16(at(file, 44), 1);
	put_le32(at(file, 52), 1);
	put_le32(at(file, 52 + 12), 0x8000);
	put_le32(at(file, 52 + 16), 256);
	put_le32(at(file, 52 + 20), 0x4000);
	struct payload payload = recognised(test, file, "elf");
	assert_string_equal(payload.arch, "arm");
	assert_int_equal(payload.entry, 0x8010);
	assert_int_equal(payload.load, 0x8000);
	assert_int_equal(payload.memory_size, 0x4000);
}

static void test_text_and_noise_and_nothing_are_no_payload(void **state)
{
	struct test *test = *state;
	recognised(test, bytes_of_string("setenv a b\n", "file"), "text");
	recognised(test, bytes_of("\1\2\3\0", 4, "file"), "unknown");
	assert_string_equal(recognised(test, bytes_of_string("", "file"), "unknown").detail,
	                    "empty");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_a_zimage_is_told_with_what_it_takes_unpacked),
		TEST(test_a_zimage_that_was_cut_off_says_how_much_is_missing),
		TEST(test_xen_is_told_from_a_kernel_by_its_banner_and_has_bss),
		TEST(test_an_arm64_image_is_refused_for_an_arm_board),
		TEST(test_a_uimage_is_seen_through),
		TEST(test_uimages_nested_without_end_stop_somewhere),
		TEST(test_a_script_is_not_taken_for_a_kernel),
		TEST(test_device_trees_and_fit_images_are_told_apart),
		TEST(test_a_damaged_device_tree_is_said),
		TEST(test_archives_are_seen_inside_their_compression),
		TEST(test_an_elf_file_tells_machine_entry_and_memory),
		TEST(test_text_and_noise_and_nothing_are_no_payload),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
