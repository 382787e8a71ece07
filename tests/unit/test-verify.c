/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "card.h"

#include "imager/format/uimage.h"
#include "imager/fs/fat-reader.h"
#include "imager/verify/verify.h"

#include "lib/input.h"
#include "lib/output.h"

#include <string.h>

static struct bytes kernel_uimage(struct test *test, uint32_t load, const char *data)
{
	struct uimage values = {
		.os = 5, .arch = 2, .type = UIMAGE_KERNEL, .load = load, .entry = load
	};
	struct bytes file = bytes_of_string(data, "uImage");
	return uimage_wrap(test->arena, &values, file);
}

static int verify(struct test *test, struct bytes file, const struct verify_options *options)
{
	static const struct verify_options none;
	struct verify_report report;
	return verify_file(test->arena, file, options == NULL ? &none : options, &report,
	                   &test->diags);
}

/* ---- uImages -------------------------------------------------------------------------------------- */

static void test_a_good_uimage_is_good(void **state)
{
	struct test *test = *state;
	assert_int_equal(verify(test, kernel_uimage(test, 0x40008000, "kernel"), NULL), 0);
	assert_string_equal(test_said(test), "");
}

static void test_a_truncated_uimage_is_an_answer_not_an_error(void **state)
{
	struct test *test = *state;
	struct bytes file = kernel_uimage(test, 0x40008000, "kernel");
	file.len -= 2;
	assert_int_equal(verify(test, file, NULL), -1);
	assert_int_equal(diags_exit_code(&test->diags), 1);
	assert_true(test_said_id(test, "IM312"));
}

static void test_another_payload_than_the_zimage_beside_it_is_told_with_the_first_byte(void **state)
{
	struct test *test = *state;
	struct bytes file = kernel_uimage(test, 0x40008000, "kernel one");
	assert_int_equal(output_put(test->arena, "uImage", file, &test->diags), 0);
	test_write_file("zImage", "kernel two");
	assert_int_equal(verify(test, file, NULL), -1);
	assert_string_equal(test_said(test),
	                    "uImage: offset 71: error IM316: the payload (10 bytes) is not zImage "
	                    "(10 bytes): they differ from byte 7 on\n"
	                    "  hint: was one of them rebuilt? make the uImage again from the newer "
	                    "one\n");
}

static void test_the_same_payload_beside_it_is_fine(void **state)
{
	struct test *test = *state;
	struct bytes file = kernel_uimage(test, 0x40008000, "kernel one");
	test_write_file("zImage", "kernel one");
	test_write_file("Image", "kernel one");
	assert_int_equal(verify(test, file, NULL), 0);
}

static void test_moving_over_itself_at_boot_is_a_warning_with_an_address_that_is_free(void **state)
{
	struct test *test = *state;
	struct verify_options options = { .has_at = true, .at = 0x40008000 };
	char data[200];
	memset(data, 'x', 199);
	data[199] = '\0';
	assert_int_equal(verify(test, kernel_uimage(test, 0x40008000, data), &options), 0);
	assert_string_equal(test_said(test),
	                    "uImage: offset 16: warning IM318: loaded at 0x40008000, the data is "
	                    "moved over itself to 0x40008000: a second bootm finds a damaged file\n"
	                    "  hint: load the file at 0x40100000 or above\n");
}

static void test_an_image_that_runs_in_place_or_lies_apart_is_not_moved_over_itself(void **state)
{
	struct test *test = *state;
	struct verify_options options = { .has_at = true, .at = 0x40007fc0 };
	struct bytes file = kernel_uimage(test, 0x40008000, "kernel kernel kernel");
	assert_int_equal(verify(test, file, &options), 0);
	options.at = 0x42000000;
	assert_int_equal(verify(test, file, &options), 0);
	assert_string_equal(test_said(test), "");
}

static void test_unpacking_over_the_packed_data_is_a_fault(void **state)
{
	struct test *test = *state;
	struct verify_options options = { .has_at = true, .at = 0x40008100 };
	static const uint8_t packed[] = {
		/* gzip -n of 1000 times 'x' */
		0x1f, 0x8b, 0x08, 0,    0, 0, 0,    0,    0,    0x03, 0xab, 0xa8, 0x18, 0x05, 0xa3,
		0x60, 0x14, 0x0c, 0x77, 0, 0, 0xe6, 0xc9, 0x41, 0x3b, 0xe8, 0x03, 0,    0
	};
	struct uimage values = { .os = 5,
		                 .arch = 2,
		                 .type = UIMAGE_KERNEL,
		                 .compression = 1,
		                 .load = 0x40008000,
		                 .entry = 0x40008000 };
	struct bytes file =
		uimage_wrap(test->arena, &values, bytes_of(packed, sizeof(packed), "uImage"));
	assert_int_equal(verify(test, file, &options), -1);
	assert_true(test_said_id(test, "IM317"));
}

static void test_an_entry_point_outside_the_data_is_a_fault(void **state)
{
	struct test *test = *state;
	struct uimage values = {
		.os = 5, .arch = 2, .type = UIMAGE_KERNEL, .load = 0x8000, .entry = 0x40008000
	};
	struct bytes data = bytes_of_string("kernel", "uImage");
	assert_int_equal(verify(test, uimage_wrap(test->arena, &values, data), NULL), -1);
	assert_true(test_said_id(test, "IM319"));
}

static void test_text_has_nothing_to_verify(void **state)
{
	struct test *test = *state;
	assert_int_equal(verify(test, bytes_of_string("hello", "notes"), NULL), -1);
	assert_string_equal(
		test_said(test),
		"notes: error IM341: a text file, it starts \"hello\": there is nothing "
		"in it to verify\n"
		"  hint: uImages, FIT images, ramdisks, loaders, kernels, device trees and card images can be "
		"verified\n");
}

/* ---- card images ---------------------------------------------------------------------------------- */

/* Writes a card with a real loader and uImages and maps a private, writable copy of it. */
static struct bytes card_image(struct test *test, struct card *card)
{
	struct bytes file;
	card_make(card);
	card->board.layout.size = 4 * MIB;
	card->firmware_bytes[0] = egon_loader(test, "sun7i-a20-cubieboard2");
	card->files[2].content = kernel_uimage(test, 0x41000000, "hypervisor");
	card_write(test, card, "sd.img");
	assert_int_equal(input_read(test->arena, "sd.img", 64 * MIB, &file, &test->diags), 0);
	return file;
}

static uint8_t *at(struct bytes file, const char *text)
{
	void *found = memmem(file.p, file.len, text, strlen(text));
	assert_non_null(found);
	return found;
}

static void test_a_good_card_is_good_through_and_through(void **state)
{
	struct test *test = *state;
	struct card card;
	struct verify_report report;
	struct verify_options options = { .has_at = false };
	struct bytes image = card_image(test, &card);
	assert_int_equal(verify_file(test->arena, image, &options, &report, &test->diags), 0);
	assert_string_equal(test_said(test), "");
	assert_int_equal(report.count, 3 + 6);
	assert_string_equal(report.items[1].detail, "sun7i-a20-cubieboard2");
	assert_string_equal(report.items[2].kind, "FAT16");
	assert_string_equal(report.items[2].detail, "BOOT, 7 entries");
	assert_string_equal(report.items[7].place, "  /dtbs/Grüße ☃.txt");
}

static void test_every_file_is_read_back_as_it_was_written(void **state)
{
	struct test *test = *state;
	struct card card;
	struct fat_contents contents;
	struct bytes image = card_image(test, &card);
	assert_int_equal(
		fat_read(test->arena, bytes_at(image, MIB, 3 * MIB), &contents, &test->diags), 0);
	for (size_t i = 0; i < card.file_count; i++) {
		size_t k = 0;
		while (k < contents.count &&
		       strcmp(contents.files[k].path, card.files[i].path) != 0)
			k++;
		assert_true(k < contents.count);
		assert_true(bytes_equal(contents.files[k].content, card.files[i].content));
	}
}

static void test_a_flipped_bit_in_a_uimage_on_the_card_names_the_file(void **state)
{
	struct test *test = *state;
	struct card card;
	struct bytes image = card_image(test, &card);
	*at(image, "hypervisor") ^= 1;
	assert_int_equal(verify(test, image, NULL), -1);
	assert_int_equal(test->diags.count, 1);
	assert_string_equal(test->diags.list[0].id, "IM313");
	assert_string_equal(test->diags.list[0].at.file, "sd.img:/xen.uImage");
}

static void test_damage_in_spl_and_u_boot_is_found_on_the_card(void **state)
{
	struct test *test = *state;
	struct card card;
	struct bytes image = card_image(test, &card);
	((uint8_t *)image.p)[8192 + 500] ^= 1;
	*at(image, "U-Boot 2023") ^= 1;
	assert_int_equal(verify(test, image, NULL), -1);
	assert_true(test_said_id(test, "IM332"));
	assert_true(test_said_id(test, "IM313"));
}

static void test_a_card_without_a_loader_is_told(void **state)
{
	struct test *test = *state;
	struct card card;
	struct bytes image = card_image(test, &card);
	memset((uint8_t *)image.p + 8192, 0, 65536);
	assert_int_equal(verify(test, image, NULL), -1);
	assert_true(test_said_id(test, "IM340"));
}

static void test_a_card_for_another_board_is_told(void **state)
{
	struct test *test = *state;
	struct card card;
	struct bytes image = card_image(test, &card);
	card.firmware[0].spec.check = "egon";
	card.firmware[0].spec.expect = "sun6i-a31-m9";
	struct verify_options options = { .board = &card.board };
	card.board.firmware = card.firmware;
	assert_int_equal(verify(test, image, &options), -1);
	assert_true(test_said_id(test, "IM333"));
}

static void test_an_image_cut_off_in_its_partition_is_told(void **state)
{
	struct test *test = *state;
	struct card card;
	struct bytes image = card_image(test, &card);
	image.len = 2 * MIB;
	assert_int_equal(verify(test, image, NULL), -1);
	assert_true(test_said_id(test, "IM512"));
	assert_true(test_said_id(test, "IM530"));
}

/* The offset of table @copy of the FAT16 at 1 MiB. */
static uint8_t *fat16_link(struct bytes image, unsigned copy, unsigned cluster)
{
	uint64_t sector = le16_at(image, MIB + 14) + copy * le16_at(image, MIB + 22);
	return (uint8_t *)image.p + MIB + sector * 512 + cluster * 2;
}

static void test_tables_that_differ_rings_and_shared_clusters_are_told(void **state)
{
	struct test *test = *state;
	struct card card;
	struct bytes image = card_image(test, &card);
	put_le16(fat16_link(image, 0, 2), 2); /* the directory's chain becomes a ring */
	assert_int_equal(verify(test, image, NULL), -1);
	assert_true(test_said_id(test, "IM532"));
	assert_true(test_said_id(test, "IM533"));
}

static void test_a_chain_that_is_too_short_is_told_with_both_sizes(void **state)
{
	struct test *test = *state;
	struct card card;
	struct bytes image = card_image(test, &card);
	uint8_t *entry = at(image, "VMLINUZ ");
	put_le32(entry + 28, 5000);
	assert_int_equal(verify(test, image, NULL), -1);
	assert_string_equal(
		test_said(test),
		"sd.img: offset 1048576: error IM531: /vmlinuz: the directory says 5000 bytes, its "
		"clusters hold 512\n"
		"  hint: copy the file onto the card again\n");
}

static void test_a_type_text_that_u_boot_would_believe_is_checked(void **state)
{
	struct test *test = *state;
	struct card card;
	struct bytes image = card_image(test, &card);
	memcpy((uint8_t *)image.p + MIB + 54, "FAT12   ", 8);
	assert_int_equal(verify(test, image, NULL), -1);
	assert_true(test_said_id(test, "IM535"));
}

static void test_a_scripts_load_address_is_held_against_the_uimage(void **state)
{
	struct test *test = *state;
	struct card card;
	struct bytes file;
	struct uimage values = { .os = 5, .arch = 2, .type = UIMAGE_SCRIPT };
	char data[300];
	memset(data, 'x', 299);
	data[299] = '\0';
	card_make(&card);
	card.board.layout.size = 4 * MIB;
	card.firmware_bytes[0] = egon_loader(test, "sun7i-a20-cubieboard2");
	card.files[0].content = uimage_wrap(
		test->arena, &values,
		bytes_of_string("if load ${card} 0x41000040 xen.uImage; then\n", "boot.scr"));
	card.files[2].content = kernel_uimage(test, 0x41000000, data);
	card_write(test, &card, "sd.img");
	assert_int_equal(input_read(test->arena, "sd.img", 64 * MIB, &file, &test->diags), 0);
	assert_int_equal(verify(test, file, NULL), 0);
	assert_true(test_said_id(test, "IM318"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_a_good_uimage_is_good),
		TEST(test_a_truncated_uimage_is_an_answer_not_an_error),
		TEST(test_another_payload_than_the_zimage_beside_it_is_told_with_the_first_byte),
		TEST(test_the_same_payload_beside_it_is_fine),
		TEST(test_moving_over_itself_at_boot_is_a_warning_with_an_address_that_is_free),
		TEST(test_an_image_that_runs_in_place_or_lies_apart_is_not_moved_over_itself),
		TEST(test_unpacking_over_the_packed_data_is_a_fault),
		TEST(test_an_entry_point_outside_the_data_is_a_fault),
		TEST(test_text_has_nothing_to_verify),
		TEST(test_a_good_card_is_good_through_and_through),
		TEST(test_every_file_is_read_back_as_it_was_written),
		TEST(test_a_flipped_bit_in_a_uimage_on_the_card_names_the_file),
		TEST(test_damage_in_spl_and_u_boot_is_found_on_the_card),
		TEST(test_a_card_without_a_loader_is_told),
		TEST(test_a_card_for_another_board_is_told),
		TEST(test_an_image_cut_off_in_its_partition_is_told),
		TEST(test_tables_that_differ_rings_and_shared_clusters_are_told),
		TEST(test_a_chain_that_is_too_short_is_told_with_both_sizes),
		TEST(test_a_type_text_that_u_boot_would_believe_is_checked),
		TEST(test_a_scripts_load_address_is_held_against_the_uimage),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
