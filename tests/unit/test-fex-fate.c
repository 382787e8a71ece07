/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "test.h"

#include "fex2dts/fex/fex-fate.h"
#include "fex2dts/fex/fex-file.h"
#include "lib/input.h"
#include "lib/places.h"

#include <glob.h>
#include <string.h>

static struct fex_fates shipped(struct test *test)
{
	const char *top = test_top(test);
	struct places places =
		places_find(test->arena, arena_printf(test->arena, "%s/share", top), top);
	struct bytes file;
	struct table table;
	struct fex_fates fates;
	assert_int_equal(places_read(test->arena, &places, "fex-keys.tsv", &file, &test->diags), 0);
	assert_int_equal(table_parse(test->arena, file, &table, &test->diags), 0);
	assert_int_equal(fex_fates_read(test->arena, &table, &fates, &test->diags), 0);
	return fates;
}

static void test_the_first_row_that_matches_counts(void **state)
{
	struct fex_fates fates = shipped(*state);
	const char *reason;
	assert_int_equal(fex_fate_of(&fates, "mmc0_para", "sdc_det", &reason), FEX_FATE_TREE);
	assert_int_equal(fex_fate_of(&fates, "mmc0_para", "sdc_wp", &reason), FEX_FATE_IGNORED);
	assert_string_equal(reason, "mainline's boards leave write protection of SD cards out");
	assert_int_equal(fex_fate_of(&fates, "dram_para", "dram_size", &reason), FEX_FATE_REQUEST);
	assert_int_equal(fex_fate_of(&fates, "nand_para", "nand_ce1", &reason),
	                 FEX_FATE_INEXPRESSIBLE);
	assert_int_equal(fex_fate_of(&fates, "nand_para", "nand_d0", &reason), FEX_FATE_REQUEST);
	assert_int_equal(fex_fate_of(&fates, "pmu_para", "pmu_twi_id", &reason), FEX_FATE_READ);
	assert_int_equal(fex_fate_of(&fates, "never_seen", "x", &reason), FEX_FATE_UNKNOWN);
	assert_string_equal(reason, "nothing is known of this key");
}

static void test_every_row_has_patterns_and_a_reason(void **state)
{
	struct fex_fates fates = shipped(*state);
	assert_true(fates.count > 80);
	for (size_t i = 0; i < fates.count; i++) {
		assert_non_null(fates.rows[i].sections[0]);
		assert_non_null(fates.rows[i].keys[0]);
		assert_true(*fates.rows[i].reason != '\0');
	}
}

static void test_a_fate_that_is_no_word_is_refused(void **state)
{
	struct test *test = *state;
	struct fex_fates fates;
	struct table table;
	struct bytes file =
		bytes_of_string("section\tkey\tfate\treason\na\tb\tmaybe\tc\n", "t.tsv");
	assert_int_equal(table_parse(test->arena, file, &table, &test->diags), 0);
	assert_int_equal(fex_fates_read(test->arena, &table, &fates, &test->diags), -1);
	assert_string_equal(test_said(test),
	                    "t.tsv:2: error FX211: expected tree, read, request, ignored or "
	                    "inexpressible, found \"maybe\"\n  hint: mend the row\n");
}

struct counts {
	size_t known, unknown;
};

static void count_file(struct test *test, const struct fex_fates *fates, const char *path,
                       struct counts *counts)
{
	struct diags diags = diags_make(test->arena);
	struct bytes file;
	struct fex fex;
	assert_int_equal(input_read(test->arena, path, INPUT_LIMIT, &file, &diags), 0);
	assert_int_equal(fex_read(test->arena, file, FEX_FORMAT_AUTO, &fex, &diags), 0);
	for (size_t i = 0; i < fex.count; i++)
		for (size_t k = 0; k < fex.sections[i].count; k++) {
			const char *reason;
			if (fex_fate_of(fates, fex.sections[i].name, fex.sections[i].entries[k].key,
			                &reason) == FEX_FATE_UNKNOWN)
				counts->unknown++;
			else
				counts->known++;
		}
}

static void test_98_percent_of_the_keys_in_vendors_files_have_a_fate(void **state)
{
	struct test *test = *state;
	struct fex_fates fates = shipped(test);
	struct counts counts = { 0, 0 };
	glob_t found;
	if (glob(arena_printf(test->arena, "%s/../shared/fexdata/visible/*/*.fex", test_top(test)),
	         0, NULL, &found) != 0)
		SKIP("the vendors' files are not at hand");
	for (size_t i = 0; i < found.gl_pathc; i++)
		count_file(test, &fates, found.gl_pathv[i], &counts);
	globfree(&found);
	assert_true(counts.known > 80000);
	assert_true(counts.unknown * 50 < counts.known);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_the_first_row_that_matches_counts),
		TEST(test_every_row_has_patterns_and_a_reason),
		TEST(test_a_fate_that_is_no_word_is_refused),
		TEST(test_98_percent_of_the_keys_in_vendors_files_have_a_fate),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
