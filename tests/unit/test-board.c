/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/test.h"

#include "imager/board/board-read.h"
#include "imager/board/board-set.h"
#include "imager/board/board.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static int read_board(struct test *test, const char *name, struct board *board)
{
	const char *boards = arena_printf(test->arena, "%s/boards", test_top(test));
	return board_read(test->arena, boards, name, board, &test->diags);
}

/* The smallest board that is one, with words of its FAT. */
#define SMALL SMALL_WITH("")
#define SMALL_WITH(vfat)                                                                           \
	"model = M\nsoc = S\ncompatible = \"c,m\"\ndefault-entry = e\n"                            \
	"ram {\n base = 0x40000000\n size = 1G\n}\n"                                               \
	"console {\n device = serial0\n tty = ttyS0\n rate = 115200\n}\n"                          \
	"loader {\n text-base = 0x4a000000\n bootm-len = 8M\n bootm-low = 0x40000000\n"            \
	" bootm-size = 160M\n script = 0x43100000\n reserve = 64M\n}\n"                            \
	"component k {\n origin = \"path:k\"\n}\ncomponent d {\n origin = \"path:d\"\n}\n"         \
	"entry e {\n title = E\n kernel = k\n dtb = d\n}\n"                                        \
	"image sd.img {\n hdimage {\n }\n partition boot {\n  image = \"boot.vfat\"\n }\n}\n"      \
	"image boot.vfat {\n vfat {\n" vfat " }\n size = 64M\n}\n"

static int read_text(struct test *test, const char *text, struct board *board)
{
	mkdir("b", 0777);
	test_write_file("b/board.conf", text);
	return board_read(test->arena, ".", "b", board, &test->diags);
}

static void test_every_board_of_the_tree_is_read_without_a_word(void **state)
{
	static const char *const names[] = { "h3-orangepi-pc", "a20-cubie2", "a31-mele-m9",
		                             "arndale" };
	struct test *test = *state;
	for (size_t i = 0; i < 4; i++) {
		struct board board;
		assert_int_equal(read_board(test, names[i], &board), 0);
		assert_string_equal(board.name, names[i]);
		assert_true(board.entry_count >= 2);
	}
	assert_string_equal(test_said(test), "");
}

static void test_the_orange_pi_has_the_values_of_its_file(void **state)
{
	struct test *test = *state;
	struct board board;
	assert_int_equal(read_board(test, "h3-orangepi-pc", &board), 0);
	assert_string_equal(board.soc, "sun8i-h3");
	assert_int_equal(board.ram.base, 0x40000000);
	assert_int_equal(board.ram.smallest, 0x40000000);
	assert_int_equal(board.console.rate, 115200);
	assert_true(board.loader.psci && board.loader.memory && board.loader.hyp);
	assert_int_equal(board.firmware[0].spec.offset, 8192);
	assert_string_equal(board.firmware[0].spec.expect, "sun8i-h3-orangepi-plus");
	assert_int_equal(board.layout.partitions[0].offset, 1 << 20);
	assert_int_equal(board.layout.partitions[0].size, 64 << 20);
	assert_string_equal(board.layout.partitions[0].label, "BOOT");
	assert_string_equal(board.layout.partitions[0].filesystem, "vfat");
	assert_true(board.layout.partitions[0].bootable);
	assert_int_equal(board.emulator.card, 128 << 20);
	assert_int_equal(board.emulator.timeout_ms, 240000);
	assert_string_equal(board_component(&board, "ramdisk")->needs[1], "sunxi-mmc");
	assert_int_equal(board_entry(&board, "xen")->dom0_memory, 256 << 20);
}

static void test_the_sectors_of_the_arndale_are_those_of_its_boot_rom(void **state)
{
	struct test *test = *state;
	struct board board;
	assert_int_equal(read_board(test, "arndale", &board), 0);
	assert_int_equal(board.firmware[0].spec.offset, 1 * 512);
	assert_int_equal(board.firmware[1].spec.offset, 17 * 512);
	assert_int_equal(board.firmware[2].spec.offset, 49 * 512);
	assert_null(board.emulator.machine);
}

static void test_a_small_board_needs_no_more_than_what_is_required(void **state)
{
	struct test *test = *state;
	struct board board;
	assert_int_equal(read_text(test, SMALL, &board), 0);
	assert_int_equal(board.layout.disk_signature, 0);
	assert_int_equal(board.layout.partitions[0].align, 1 << 20);
	assert_false(board.entries[0].kernel_as_uimage);
}

static void test_a_fat_type_is_chosen_with_genimages_words(void **state)
{
	struct test *test = *state;
	struct board board;
	assert_int_equal(read_text(test, SMALL_WITH("extraargs = \"-F 32\"\n"), &board), 0);
	assert_string_equal(board.layout.partitions[0].filesystem, "fat32");
	assert_int_equal(read_text(test, SMALL_WITH("extraargs = \"-F 64\"\n"), &board), -1);
	assert_true(test_said_id(test, "IM101"));
}

static void test_all_mistakes_of_a_file_are_said_in_one_run(void **state)
{
	struct test *test = *state;
	struct board board;
	assert_int_equal(read_text(test,
	                           SMALL
	                           "modle = X\n"
	                           "firmware f {\n component = kk\n offset = 8Q\n limit = 1M\n}\n"
	                           "frimware g {\n a { b = 1 }\n}\n"
	                           "soc = T\n"
	                           "entry x {\n title = X\n kernel = k\n}\n",
	                           &board),
	                 -1);
	assert_string_equal(
		test_said(test),
		"./b/board.conf:45:1: error IM100: unknown key \"modle\"\n"
		"  hint: did you mean model?\n"
		"./b/board.conf:46:1: error IM103: f: there is no component kk\n"
		"  hint: there are: k d\n"
		"./b/board.conf:48:2: error IM101: offset: expected a size such as 512, 8K, 64M or 0x2000, found \"8Q\"\n"
		"  hint: docs/board-description.md has examples\n"
		"./b/board.conf:51:1: error IM100: unknown section \"frimware\"\n"
		"  hint: did you mean firmware?\n"
		"./b/board.conf:54:1: error IM105: the key soc is given twice\n"
		"  also: ./b/board.conf:2:1\n"
		"  hint: remove one of the two\n"
		"./b/board.conf:55:1: error IM102: the key dtb is missing in entry x\n"
		"  hint: docs/board-description.md tells every key\n");
}

static void refuse(struct test *test, const char *text, const char *said)
{
	struct board board;
	test->diags = diags_make(test->arena);
	assert_int_equal(read_text(test, text, &board), -1);
	if (strstr(test_said(test), said) == NULL)
		assert_string_equal(test_said(test), said);
}

static void test_broken_syntax_is_refused_with_its_place(void **state)
{
	struct test *test = *state;
	refuse(test, SMALL "x {", "board.conf:45:1: error IM104: the section x is not closed");
	refuse(test, SMALL "soc \"a", "found an unfinished word (is a quote not closed?)");
	refuse(test, SMALL "}",
	       "board.conf:45:1: error IM104: expected a key or a section, found '}'");
	refuse(test, SMALL "a = \n b = 1", "IM104: expected a key or a section, found '='");
	refuse(test, SMALL "a = {b", "expected a value, a comma or '}', found the end of the file");
	refuse(test, SMALL "a", "expected '=' or '{', found the end of the file");
	refuse(test, SMALL "ram x { }", "the section ram takes no name");
	refuse(test, SMALL "entry { }", "the section entry needs a name");
}

static void test_wrong_values_are_refused_with_what_was_expected(void **state)
{
	struct test *test = *state;
	refuse(test,
	       SMALL
	       "emulator {\n program = q\n machine = m\n memory = 1G\n card = 100M\n goal = g\n timeout = 1x\n}\n",
	       "timeout: expected a time such as 90, 2.5 or 1m30s, found \"1x\"");
	assert_true(test_said_id(test, "IM101"));
	assert_non_null(strstr(test_said(test), "the size of the card is no power of two"));
	refuse(test, SMALL "firmware f {\n component = k\n offset = 100\n limit = 1M\n}\n",
	       "firmware f: offset 100 is no multiple of 512");
	refuse(test,
	       SMALL
	       "firmware f {\n component = k\n offset = {1, 2}\n limit = 1M\n check = egg\n}\n",
	       "offset: expected a size such as 512, 8K, 64M or 0x2000, found 2 values");
	assert_non_null(
		strstr(test_said(test),
	               "check: expected one of egon|exynos-spl|exynos-bl1|none, found \"egg\""));
}

static void test_a_board_that_does_not_exist_names_the_nearest(void **state)
{
	struct test *test = *state;
	struct board board;
	assert_int_equal(read_board(test, "a20-cubie", &board), -1);
	assert_true(test_said_id(test, "IM107"));
	assert_non_null(strstr(test_said(test), "hint: did you mean a20-cubie2?"));
}

static void test_none_empties_a_firmware_slot_and_a_path_replaces_a_component(void **state)
{
	struct test *test = *state;
	struct board board, set;
	assert_int_equal(read_board(test, "arndale", &board), 0);
	assert_int_equal(board_set(test->arena, &board, "bl1=none", &set, &test->diags), 0);
	assert_null(set.firmware[0].component);
	assert_null(board_component(&set, "bl1"));
	assert_non_null(board_component(&board, "bl1"));
	assert_int_equal(board_set(test->arena, &board, "bl1=/x/y", &set, &test->diags), 0);
	assert_string_equal(board_component(&set, "bl1")->origin, "path:/x/y");
}

static void test_what_an_entry_boots_cannot_be_left_out(void **state)
{
	struct test *test = *state;
	struct board board, set;
	assert_int_equal(read_board(test, "arndale", &board), 0);
	assert_int_equal(board_set(test->arena, &board, "kernel=none", &set, &test->diags), -1);
	assert_int_equal(board_set(test->arena, &board, "bl2=none", &set, &test->diags), -1);
	assert_int_equal(board_set(test->arena, &board, "bl1", &set, &test->diags), -1);
	assert_int_equal(test->diags.counts[DIAG_ERROR], 3);
}

static void test_a_component_takes_its_own_release_or_else_the_boards(void **state)
{
	struct test *test = *state;
	struct board board;
	assert_int_equal(read_text(test, SMALL, &board), 0);
	assert_null(board_component(&board, "k")->release);
	assert_int_equal(read_text(test,
	                           "release = old\ncomponent x {\n origin = \"path:x\"\n"
	                           " release = newer\n}\n" SMALL,
	                           &board),
	                 0);
	assert_string_equal(board_component(&board, "k")->release, "old");
	assert_int_equal(board_component(&board, "k")->release_at.line, 1);
	assert_string_equal(board_component(&board, "x")->release, "newer");
	assert_int_equal(board_component(&board, "x")->release_at.line, 4);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_a_component_takes_its_own_release_or_else_the_boards),
		TEST(test_every_board_of_the_tree_is_read_without_a_word),
		TEST(test_the_orange_pi_has_the_values_of_its_file),
		TEST(test_the_sectors_of_the_arndale_are_those_of_its_boot_rom),
		TEST(test_a_small_board_needs_no_more_than_what_is_required),
		TEST(test_a_fat_type_is_chosen_with_genimages_words),
		TEST(test_all_mistakes_of_a_file_are_said_in_one_run),
		TEST(test_broken_syntax_is_refused_with_its_place),
		TEST(test_wrong_values_are_refused_with_what_was_expected),
		TEST(test_a_board_that_does_not_exist_names_the_nearest),
		TEST(test_none_empties_a_firmware_slot_and_a_path_replaces_a_component),
		TEST(test_what_an_entry_boots_cannot_be_left_out),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
