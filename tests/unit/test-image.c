/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "card.h"

#include "lib/digest.h"
#include "lib/input.h"
#include "lib/run.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *output_of(struct test *test, const char *command)
{
	const char *argv[] = { "bash", "-c", command, NULL };
	struct run_result result;
	if (run(test->arena, argv, NULL, &result, &test->diags) < 0)
		fail_msg("%s", test_said(test));
	return arena_printf(test->arena, "%.*s%.*s[%d]", (int)result.out.len,
	                    (const char *)result.out.p, (int)result.err.len,
	                    (const char *)result.err.p, result.exit_code);
}

static void assert_runs(struct test *test, const char *command)
{
	const char *said = output_of(test, command);
	if (strcmp(said + strlen(said) - 3, "[0]") != 0)
		fail_msg("%s: %s", command, said);
}

/* Cuts a partition out of an image, holes and all. */
static void cut_out(const char *image, uint64_t start, const char *path)
{
	int from = open(image, O_RDONLY), to = open(path, O_CREAT | O_TRUNC | O_WRONLY, 0666);
	off_t size = lseek(from, 0, SEEK_END), data = (off_t)start;
	assert_int_equal(ftruncate(to, size - (off_t)start), 0);
	while ((data = lseek(from, data, SEEK_DATA)) >= 0) {
		off_t end = lseek(from, data, SEEK_HOLE);
		off_t out = data - (off_t)start;
		while (data < end)
			if (copy_file_range(from, &data, to, &out, (size_t)(end - data), 0) <= 0)
				fail_msg("copy_file_range: %s", strerror(errno));
	}
	close(from);
	close(to);
}

/* fsck.vfat says nothing but its counts, sfdisk finds no fault, mcopy reads every file back. */
static void assert_judges_are_content(struct test *test, const struct card *card, const char *path)
{
	uint64_t start = 0;
	for (size_t i = 0; i < card->layout.extent_count; i++)
		if (card->layout.extents[i].content == EXTENT_FILESYSTEM)
			start = card->layout.extents[i].offset;
	assert_runs(test, arena_printf(test->arena, "sfdisk --verify %s 2>&1", path));
	cut_out(path, start, "part");
	assert_runs(test, "fsck.vfat -nv part");
	const char *said = output_of(test, "fsck.vfat -n part | grep -v ' files, '");
	if (strstr(said, "\n") != strrchr(said, '\n'))
		fail_msg("fsck.vfat: %s", said);
	for (size_t i = 0; i < card->file_count; i++) {
		assert_runs(test, arena_printf(test->arena, "mcopy -n -i part '::%s' back",
		                               card->files[i].path));
		struct bytes back;
		assert_int_equal(input_read(test->arena, "back", MIB * 256, &back, &test->diags),
		                 0);
		assert_true(bytes_equal(back, card->files[i].content));
		unlink("back");
	}
}

static void test_a_card_satisfies_sfdisk_fsck_and_mtools(void **state)
{
	struct test *test = *state;
	struct card card;
	card_make(&card);
	card_write(test, &card, "sd.img");
	assert_judges_are_content(test, &card, "sd.img");
	const char *table = output_of(test, "sfdisk -d sd.img | tail -n 1");
	assert_string_equal(table, "sd.img1 : start=        2048, size=      129024, type=c, "
	                           "bootable\n[0]");
	assert_string_equal(output_of(test, "sfdisk --disk-id sd.img"), "0x12345678\n[0]");
	assert_string_equal(output_of(test, "dd if=sd.img bs=1 skip=8192 count=8 2>/dev/null"),
	                    "SPL code[0]");
}

static void test_every_fat_type_and_many_sizes_satisfy_the_judges(void **state)
{
	static const struct {
		const char *filesystem;
		uint64_t size;
		const char *type;
	} rows[] = {
		{ "vfat", MIB, "FAT12" },
		{ "vfat", 2 * MIB, "FAT12" },
		{ "vfat", 2 * MIB + 16384, "FAT12" },
		{ "vfat", 2 * MIB + 65536, "FAT16" },
		{ "vfat", 3 * MIB, "FAT16" },
		{ "vfat", 8 * MIB, "FAT16" },
		{ "vfat", 16 * MIB, "FAT16" },
		{ "vfat", 260 * MIB, "FAT16" },
		{ "vfat", 511 * MIB, "FAT16" },
		{ "vfat", 512 * MIB, "FAT32" },
		{ "fat32", 36 * MIB, "FAT32" },
		{ "fat12", 100 * MIB, "FAT12" },
		{ "fat16", 2000 * MIB, "FAT16" },
		{ "vfat", 8192 * MIB, "FAT32" },
		{ "fat32", 33 * 1024 * MIB, "FAT32" },
	};
	struct test *test = *state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct card card;
		card_make(&card);
		card.partitions[0].filesystem = rows[i].filesystem;
		card.partitions[0].size = rows[i].size;
		card.board.layout.size = 0;
		card_write(test, &card, "sd.img");
		assert_runs(test, "sfdisk --verify sd.img 2>&1");
		cut_out("sd.img", MIB, "part");
		const char *said = output_of(test, "fsck.vfat -nv part");
		if (strstr(said, "[0]") == NULL ||
		    strstr(said, arena_printf(test->arena, "%s bit entries", rows[i].type + 3)) ==
		            NULL)
			fail_msg("%s of %llu MiB: %s", rows[i].filesystem,
			         (unsigned long long)(rows[i].size / MIB), said);
		if (strstr(output_of(test, "file part"), "FAT") == NULL)
			fail_msg("file: %s", output_of(test, "file part"));
		assert_string_equal(
			output_of(test, "mtype -i part ::/dtbs/sun7i-a20-cubieboard2.dtb"),
			"tree[0]");
	}
}

/* Files of many sizes with long and short names, in the root and two directories down. */
static void fill_card(struct test *test, struct card *card, struct fs_file *files, size_t count)
{
	uint8_t *noise = arena_alloc(test->arena, 65536);
	for (size_t i = 0; i < 65536; i++)
		noise[i] = (uint8_t)(i * 2654435761u >> 13);
	for (size_t i = 0; i < count; i++) {
		const char *path =
			i % 3 == 0
				? arena_printf(test->arena, "/a file with a long name %zu.text", i)
			: i % 3 == 1
				? arena_printf(test->arena, "/dir/Sub Directory/FILE%zu.bin", i)
				: arena_printf(test->arena, "/dir/f%zu", i);
		files[i] = (struct fs_file){ .path = path,
			                     .content = bytes_of(noise, i * 37 % 9000, path) };
	}
	files[0].path = "/AFILEW~1.TEX"; /* what an alias would be called */
	files[0].content.len = 65536;
	card->file_count = count;
}

static void test_many_files_of_all_sizes_are_read_back_by_mtools(void **state)
{
	static const char *const types[] = { "fat12", "fat16", "fat32" };
	struct test *test = *state;
	struct fs_file *files = arena_array(test->arena, 900, sizeof(*files));
	for (size_t i = 0; i < 3; i++) {
		struct card card;
		card_make(&card);
		fill_card(test, &card, files, 900);
		card.partitions[0].filesystem = types[i];
		if (card_layout_of(test, &card, files) < 0 ||
		    image_write(test->arena, &card.layout, "sd.img", NULL, &test->diags) < 0)
			fail_msg("%s", test_said(test));
		cut_out("sd.img", MIB, "part");
		assert_string_equal(output_of(test, "fsck.vfat -n part | tail -n +2 | cut -d, -f1"),
		                    "part: 903 files\n[0]");
		assert_runs(test, "rm -rf back && mkdir back && mcopy -s -n -i part ::/ back");
		for (size_t k = 0; k < 900; k++) {
			struct bytes back;
			const char *path = arena_printf(test->arena, "back%s", files[k].path);
			if (input_read(test->arena, path, MIB, &back, &test->diags) < 0)
				fail_msg("%s", test_said(test));
			assert_true(bytes_equal(back, files[k].content));
		}
	}
}

static void test_the_same_layout_gives_the_same_bytes_whatever_the_place(void **state)
{
	struct test *test = *state;
	struct card card;
	struct bytes one, two;
	char first[SHA256_HEX], second[SHA256_HEX];
	card_make(&card);
	card_write(test, &card, "one.img");
	mode_t before = umask(077);
	assert_int_equal(mkdir("elsewhere", 0700), 0);
	card_write(test, &card, "elsewhere/two.img");
	umask(before);
	assert_int_equal(input_map(test->arena, "one.img", &one, &test->diags), 0);
	assert_int_equal(input_map(test->arena, "elsewhere/two.img", &two, &test->diags), 0);
	sha256_of(one, first);
	sha256_of(two, second);
	assert_string_equal(first, second);
	input_unmap(one);
	input_unmap(two);
}

static void test_other_content_gives_another_volume_id(void **state)
{
	struct test *test = *state;
	struct card card;
	card_make(&card);
	card_write(test, &card, "sd.img");
	const char *one = output_of(
		test, "dd if=sd.img bs=1 skip=$((1048576+39)) count=4 2>/dev/null | xxd -p");
	card.files[1].content = bytes_of_string("kernol", "b");
	card_write(test, &card, "sd.img");
	const char *two = output_of(
		test, "dd if=sd.img bs=1 skip=$((1048576+39)) count=4 2>/dev/null | xxd -p");
	assert_string_not_equal(one, two);
}

static void test_the_times_of_files_are_the_timestamp_in_utc(void **state)
{
	struct test *test = *state;
	struct card card;
	card_make(&card);
	card_write(test, &card, "sd.img");
	const char *list = output_of(test, "TZ=UTC mdir -i sd.img@@1M ::/boot.scr | grep -i BOOT");
	assert_non_null(strstr(list, "2023-11-14  22:13"));
}

static void test_a_file_has_its_own_time_within_the_years_that_fat_counts(void **state)
{
	struct test *test = *state;
	struct card card;
	card_make(&card);
	card.files[0].time = 0;
	card.files[1].time = 1800000001;
	card.files[2].time = (int64_t)1 << 40;
	card_write(test, &card, "sd.img");
	const char *list = output_of(test, "TZ=UTC mdir -i sd.img@@1M ::/");
	assert_non_null(strstr(list, "1980-01-01   0:00"));
	assert_non_null(strstr(list, "2027-01-15   8:00"));
	assert_non_null(strstr(list, "2107-12-31  23:59"));
}

static void test_an_empty_directory_is_made_with_its_time(void **state)
{
	struct test *test = *state;
	struct card card;
	card_make(&card);
	card.files[0] =
		(struct fs_file){ .path = "/overlays//", .kind = FS_DIRECTORY, .time = 1800000001 };
	card.files[1] = (struct fs_file){ .path = "/dtbs", .kind = FS_DIRECTORY };
	card.file_count = 4;
	card_write(test, &card, "sd.img");
	cut_out("sd.img", MIB, "part");
	assert_string_equal(output_of(test, "fsck.vfat -n part | tail -n 1 | cut -d, -f1"),
	                    "part: 5 files\n[0]");
	assert_string_equal(output_of(test, "mdir -b -i part ::/overlays"), "[0]");
	const char *list = output_of(test, "TZ=UTC mdir -i part ::/");
	assert_non_null(strstr(list, "<DIR>     1980-01-01"));
	assert_non_null(strstr(list, "<DIR>     2027-01-15"));
}

static void test_an_image_is_sparse(void **state)
{
	struct test *test = *state;
	struct card card;
	struct stat st;
	card_make(&card);
	card_write(test, &card, "sd.img");
	assert_int_equal(stat("sd.img", &st), 0);
	assert_int_equal(st.st_size, 64 * MIB);
	assert_true(st.st_blocks * 512 < 200 * 1024);
}

static void test_firmware_that_reaches_into_a_partition_is_named_with_it(void **state)
{
	struct test *test = *state;
	struct card card;
	card_make(&card);
	card.partitions[0].offset = 8192;
	card.firmware[0].spec.at = at_line("board.conf", 10, 1);
	assert_int_equal(card_layout(test, &card), -1);
	assert_string_equal(
		test_said(test),
		"board.conf:40:1: error IM500: partition boot (bytes 8192 to 67108863) lies on spl "
		"(bytes 8192 to 8199)\n"
		"  also: board.conf:10:1\n"
		"  hint: move partition boot to byte 1048576 or behind\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_a_card_satisfies_sfdisk_fsck_and_mtools),
		TEST(test_every_fat_type_and_many_sizes_satisfy_the_judges),
		TEST(test_many_files_of_all_sizes_are_read_back_by_mtools),
		TEST(test_the_same_layout_gives_the_same_bytes_whatever_the_place),
		TEST(test_other_content_gives_another_volume_id),
		TEST(test_the_times_of_files_are_the_timestamp_in_utc),
		TEST(test_a_file_has_its_own_time_within_the_years_that_fat_counts),
		TEST(test_an_empty_directory_is_made_with_its_time),
		TEST(test_an_image_is_sparse),
		TEST(test_firmware_that_reaches_into_a_partition_is_named_with_it),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
