/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "card.h"

#include "imager/card/layout-print.h"
#include "imager/fs/fat-reader.h"

#include "lib/input.h"
#include "lib/json.h"

#include <string.h>

static void assert_layout_says(struct test *test, struct card *card, const char *id,
                               const char *message)
{
	test->diags = diags_make(test->arena);
	assert_int_equal(card_layout(test, card), -1);
	assert_int_equal(diags_exit_code(&test->diags), 2);
	for (size_t i = 0; i < test->diags.count; i++)
		if (strcmp(test->diags.list[i].id, id) == 0 &&
		    strcmp(test->diags.list[i].message, message) == 0)
			return;
	fail_msg("wanted %s: %s\nsaid: %s", id, message, test_said(test));
}

static void test_a_partition_without_size_takes_the_rest_of_the_image(void **state)
{
	struct test *test = *state;
	struct card card;
	card_make(&card);
	assert_int_equal(card_layout(test, &card), 0);
	assert_int_equal(card.layout.extent_count, 3);
	assert_int_equal(card.layout.extents[2].offset, MIB);
	assert_int_equal(card.layout.extents[2].length, 63 * MIB);
	assert_int_equal(card.layout.size, 64 * MIB);
}

static void test_without_any_size_the_image_is_as_large_as_its_files_need(void **state)
{
	struct test *test = *state;
	struct card card;
	card_make(&card);
	card.board.layout.size = 0;
	card.files[1].content = bytes_of(arena_alloc(test->arena, 5 * MIB), 5 * MIB, "kernel");
	assert_int_equal(card_layout(test, &card), 0);
	assert_int_equal(card.layout.extents[2].length, 6 * MIB);
	assert_int_equal(card.layout.size, 7 * MIB);
}

static void test_an_emulators_card_size_is_the_least(void **state)
{
	struct test *test = *state;
	struct card card;
	card_make(&card);
	card.board.layout.size = 0;
	card.board.emulator.card = 128 * MIB;
	assert_int_equal(card_layout(test, &card), 0);
	assert_int_equal(card.layout.size, 128 * MIB);
}

static void test_files_that_do_not_fit_tell_need_and_room(void **state)
{
	struct test *test = *state;
	struct card card;
	card_make(&card);
	card.partitions[0].size = 4 * MIB;
	card.files[1].content = bytes_of(arena_alloc(test->arena, 5 * MIB), 5 * MIB, "kernel");
	assert_layout_says(test, &card, "IM526",
	                   "partition boot: its files need 6 MiB, it has 4 MiB");
}

static void test_a_partition_is_filled_up_to_one_free_cluster(void **state)
{
	struct test *test = *state;
	struct card card;
	card_make(&card);
	card.partitions[0].size = MIB; /* FAT12: 2003 clusters of 512 bytes */
	card.file_count = 1;
	card.files[0].content = bytes_of(arena_alloc(test->arena, MIB), 2002 * 512, "f");
	assert_int_equal(card_layout(test, &card), 0);
	card.files[0].content.len += 1;
	assert_layout_says(test, &card, "IM526",
	                   "partition boot: its files need 2 MiB, it has 1 MiB");
}

static void test_a_partition_behind_the_images_end_is_refused(void **state)
{
	struct test *test = *state;
	struct card card;
	card_make(&card);
	card.partitions[0].size = 64 * MIB;
	assert_layout_says(test, &card, "IM501",
	                   "partition boot ends at byte 68,157,440, the image has 67,108,864");
}

static void test_firmware_larger_than_its_place_is_refused(void **state)
{
	struct test *test = *state;
	struct card card;
	card_make(&card);
	card.firmware[0].limit = 7;
	assert_layout_says(test, &card, "IM504", "spl has 8 bytes, its place on the card takes 7");
}

static void test_firmware_that_was_left_out_still_owns_its_place(void **state)
{
	struct test *test = *state;
	struct card card;
	card_make(&card);
	card.firmware_bytes[0].len = 0;
	assert_int_equal(card_layout(test, &card), 0);
	assert_int_equal(card.layout.extents[1].content, EXTENT_RESERVED);
	assert_int_equal(card.layout.extents[1].length, MIB - 8192);
}

static void test_an_unknown_file_system_and_odd_sectors_are_both_said(void **state)
{
	struct test *test = *state;
	struct card card;
	card_make(&card);
	card.partitions[0].size = 32 * MIB;
	card.partitions[0].filesystem = "ntfs";
	card.partitions[1] = (struct board_partition){
		.name = "data", .in_table = true, .size = MIB + 100, .type = 0x83
	};
	card.board.layout.partition_count = 2;
	assert_layout_says(test, &card, "IM503",
	                   "partition boot: no file system is called \"ntfs\"");
	assert_layout_says(test, &card, "IM506",
	                   "partition data does not start or end on a sector");
}

static void test_a_fifth_partition_is_refused(void **state)
{
	struct test *test = *state;
	struct card card;
	struct board_partition five[5];
	card_make(&card);
	for (int i = 0; i < 5; i++)
		five[i] = (struct board_partition){
			.name = "p", .in_table = true, .size = MIB, .type = 0x83
		};
	card.board.firmware = card.firmware;
	card.board.layout.partitions = five;
	card.board.layout.partition_count = 5;
	assert_int_equal(layout_make(test->arena, &card.board, card.firmware_bytes, card.files, 0,
	                             0, 0, &card.layout, &test->diags),
	                 -1);
	assert_true(test_said_id(test, "IM502"));
}

static void test_two_names_that_differ_in_case_are_refused_with_both(void **state)
{
	struct test *test = *state;
	struct card card;
	card_make(&card);
	card.files[0].path = "/Boot.SCR";
	card.files[1].path = "/boot.scr";
	assert_layout_says(
		test, &card, "IM521",
		"partition boot: \"Boot.SCR\" and \"boot.scr\" in the directory \"/\" are one name");
}

static void test_a_file_and_a_directory_of_one_name_are_refused(void **state)
{
	struct test *test = *state;
	struct card card;
	card_make(&card);
	card.files[0].path = "/dtbs";
	assert_layout_says(
		test, &card, "IM521",
		"partition boot: \"dtbs\" and \"dtbs\" in the directory \"/\" are one name");
}

static void test_what_ends_behind_any_card_or_the_tables_sectors_is_refused(void **state)
{
	struct test *test = *state;
	struct card card;
	card_make(&card);
	card.firmware[0].spec.offset = UINT64_MAX - 511;
	assert_layout_says(
		test, &card, "IM507",
		"spl (8 bytes from byte 18,446,744,073,709,551,104 on) ends behind 8 EiB");
	card_make(&card);
	card.board.layout.size = 0;
	card.partitions[0].offset = 3000 * 1024 * MIB;
	card.partitions[0].size = 32 * MIB;
	assert_layout_says(test, &card, "IM511",
	                   "partition boot ends beyond the 32-bit sectors of an MBR");
	card.partitions[0].in_table = false;
	test->diags = diags_make(test->arena);
	assert_int_equal(card_layout(test, &card), 0);
}

static void test_links_and_devices_are_refused_by_fat_with_their_paths(void **state)
{
	struct test *test = *state;
	struct card card;
	card_make(&card);
	card.files[0].kind = FS_SYMLINK;
	card.files[1].kind = FS_BLOCK_DEVICE;
	assert_layout_says(test, &card, "IM528",
	                   "partition boot: /boot.scr is a symbolic link, FAT has files and "
	                   "directories only");
	assert_non_null(strstr(test_said(test), "/vmlinuz is a device"));
}

/* "/d/d/d…/last" with so many directories. */
static const char *deep(struct test *test, unsigned directories, const char *last)
{
	struct text text = text_make(test->arena);
	for (unsigned i = 0; i < directories; i++)
		text_printf(&text, "/d");
	text_printf(&text, "/%s", last);
	return text.p;
}

/* Whether our reader finds @path in the partition that card_write() wrote. */
static bool is_read_back(struct test *test, const char *image, const char *path)
{
	struct bytes disk;
	struct fat_contents contents;
	bool found = false;
	assert_int_equal(input_read(test->arena, image, 128 * MIB, &disk, &test->diags), 0);
	if (fat_read(test->arena, bytes_at(disk, MIB, UINT64_MAX), &contents, &test->diags) != 0)
		fail_msg("%s", test_said(test));
	for (size_t i = 0; i < contents.count; i++)
		found |= strcmp(contents.files[i].path, path) == 0;
	return found;
}

static void test_a_path_of_more_than_64_directories_is_refused_be_the_last_one_too(void **state)
{
	struct test *test = *state;
	struct card card;
	card_make(&card);
	card.files[0].path = deep(test, 64, "f");
	card.files[1] = (struct fs_file){ .path = deep(test, 63, "empty/"), .kind = FS_DIRECTORY };
	card_write(test, &card, "sd.img");
	assert_true(is_read_back(test, "sd.img", card.files[0].path));
	card.files[0].path = deep(test, 65, "f");
	assert_layout_says(test, &card, "IM524",
	                   arena_printf(test->arena, "%s: the path has more than 64 directories",
	                                card.files[0].path));
	card.files[0].path = "/f";
	card.files[1].path = deep(test, 64, "empty/");
	test->diags = diags_make(test->arena);
	assert_layout_says(test, &card, "IM524",
	                   arena_printf(test->arena, "%s: the path has more than 64 directories",
	                                card.files[1].path));
}

static void test_impossible_names_and_labels_are_refused(void **state)
{
	static const char *const names[] = { "/a:b",   "/a?",          "/dir/", "/ends.",
		                             "/ends ", "/\xff\x80",    "/a\nb", "/con/..",
		                             "/.",     "/a|b",         "/a*",   "/a\"b",
		                             "/a\\b",  "/\xed\xa0\x80" };
	struct test *test = *state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct card card;
		card_make(&card);
		card.files[0].path = names[i];
		test->diags = diags_make(test->arena);
		assert_int_equal(card_layout(test, &card), -1);
		assert_true(test_said_id(test, "IM520"));
	}
	struct card card;
	card_make(&card);
	card.partitions[0].label = "twelve chars";
	assert_layout_says(test, &card, "IM525",
	                   "partition boot: \"twelve chars\" cannot be the label of a FAT file "
	                   "system");
	card.partitions[0].label = "a.b";
	assert_layout_says(test, &card, "IM525",
	                   "partition boot: \"a.b\" cannot be the label of a FAT file system");
}

static void test_a_type_that_the_size_cannot_have_is_refused(void **state)
{
	struct test *test = *state;
	struct card card;
	card_make(&card);
	card.partitions[0].size = 8192 * MIB;
	card.board.layout.size = 0;
	card.partitions[0].filesystem = "fat12";
	assert_layout_says(test, &card, "IM527", "partition boot: 8 GiB cannot be a FAT12");
}

static void test_the_layout_is_printed_for_people_and_machines(void **state)
{
	struct test *test = *state;
	struct card card;
	char printed[2000] = { 0 };
	struct text text = text_make(test->arena);
	struct json json = json_make(&text);
	card_make(&card);
	card.file_count = 1;
	assert_int_equal(card_layout(test, &card), 0);
	FILE *memory = fmemopen(printed, sizeof(printed), "w");
	layout_print(test->arena, &card.layout, memory);
	assert_int_equal(fclose(memory), 0);
	assert_string_equal(
		printed,
		"card image: 64 MiB, disk signature 0x12345678\n"
		"       first byte       last byte     sector           bytes  holds        what\n"
		"                0             511          0             512  table        MBR\n"
		"              512           8,191          1           7,680  nothing      free\n"
		"            8,192           8,199         16               8  firmware     spl\n"
		"            8,200       1,048,575         16       1,040,376  nothing      free\n"
		"        1,048,576      67,108,863       2048      66,060,288  filesystem   partition boot (vfat \"boot\", type 0x0c, bootable)\n"
		"                                                           6  file         /boot.scr\n");
	layout_json(&card.layout, &json);
	assert_non_null(strstr(text.p, "\"disk_signature\": 305419896"));
	assert_non_null(strstr(text.p, "\"path\": \"/boot.scr\""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_a_partition_without_size_takes_the_rest_of_the_image),
		TEST(test_without_any_size_the_image_is_as_large_as_its_files_need),
		TEST(test_an_emulators_card_size_is_the_least),
		TEST(test_files_that_do_not_fit_tell_need_and_room),
		TEST(test_a_partition_is_filled_up_to_one_free_cluster),
		TEST(test_a_partition_behind_the_images_end_is_refused),
		TEST(test_firmware_larger_than_its_place_is_refused),
		TEST(test_firmware_that_was_left_out_still_owns_its_place),
		TEST(test_an_unknown_file_system_and_odd_sectors_are_both_said),
		TEST(test_a_fifth_partition_is_refused),
		TEST(test_two_names_that_differ_in_case_are_refused_with_both),
		TEST(test_a_file_and_a_directory_of_one_name_are_refused),
		TEST(test_what_ends_behind_any_card_or_the_tables_sectors_is_refused),
		TEST(test_links_and_devices_are_refused_by_fat_with_their_paths),
		TEST(test_a_path_of_more_than_64_directories_is_refused_be_the_last_one_too),
		TEST(test_impossible_names_and_labels_are_refused),
		TEST(test_a_type_that_the_size_cannot_have_is_refused),
		TEST(test_the_layout_is_printed_for_people_and_machines),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
