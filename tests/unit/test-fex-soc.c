/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "test.h"

#include "dt/soc/soc.h"
#include "fex2dts/fex/fex-file.h"
#include "fex2dts/fex/fex-soc.h"
#include "lib/input.h"

#include <glob.h>
#include <stdio.h>
#include <string.h>

static struct places shipped(struct test *test)
{
	const char *top = test_top(test);
	return places_find(test->arena, arena_printf(test->arena, "%s/share", top), top);
}

static struct fex read_text(struct test *test, const char *text)
{
	struct fex fex;
	assert_int_equal(fex_read(test->arena, bytes_of_string(text, "a.fex"), FEX_FORMAT_TEXT,
	                          &fex, &test->diags),
	                 0);
	return fex;
}

static void test_a_file_is_taken_for_the_soc_its_pins_speak_for(void **state)
{
	struct test *test = *state;
	struct places places = shipped(test);
	struct fex fex = read_text(test, "[twi_para]\ntwi_scl = port:PB00<2><0><0><0>\n"
	                                 "[gmac_para]\ngmac_rxd0 = port:PA03<5><0><0><0>\n");
	const char *name;
	assert_int_equal(fex_soc_find(test->arena, &fex, &places, &name, &test->diags), 0);
	assert_string_equal(name, "a20");
	assert_string_equal(
		test_said(test),
		"a.fex: note FX200: taken for the SoC a20, 5 points; next is a10 with 2: "
		"a GMAC on PA with mux 5 (gmac_para.gmac_rxd0=PA3<5>); "
		"the boot loader's I2C bus has its pins there (twi_para.twi_scl=PB0<2>)\n");
}

static void test_a_weak_guess_is_called_weak(void **state)
{
	struct test *test = *state;
	struct places places = shipped(test);
	struct fex fex = read_text(test, "[g2d_para]\ng2d_used = 1\n[card_boot0_para]\n");
	const char *name;
	assert_int_equal(fex_soc_find(test->arena, &fex, &places, &name, &test->diags), 0);
	assert_string_equal(name, "a10");
	assert_true(test_said_id(test, "FX201"));
}

static void test_two_equal_socs_and_no_clue_ask_for_the_option(void **state)
{
	struct test *test = *state;
	struct places places = shipped(test);
	struct fex fex = read_text(test, "[sata_para]\n");
	const char *name;
	assert_int_equal(fex_soc_find(test->arena, &fex, &places, &name, &test->diags), -1);
	fex = read_text(test, "[other]\n");
	assert_int_equal(fex_soc_find(test->arena, &fex, &places, &name, &test->diags), -1);
	assert_string_equal(test_said(test),
	                    "a.fex: error FX202: the file could be for an a10 or an a20\n"
	                    "  hint: name it with --soc\n"
	                    "a.fex: error FX202: nothing in the file tells the SoC\n"
	                    "  hint: name it with --soc\n");
}

static void test_every_clue_names_known_socs(void **state)
{
	struct test *test = *state;
	struct places places = shipped(test);
	struct bytes file;
	struct table table;
	assert_int_equal(places_read(test->arena, &places, "fex-soc.tsv", &file, &test->diags), 0);
	assert_int_equal(table_parse(test->arena, file, &table, &test->diags), 0);
	assert_true(table.row_count > 80);
	for (size_t i = 0; i < table.row_count; i++) {
		char *socs = arena_strdup(test->arena, table_cell(&table, &table.rows[i], "socs"));
		for (char *save = NULL, *word = strtok_r(socs, " ", &save); word != NULL;
		     word = strtok_r(NULL, " ", &save)) {
			struct soc soc;
			assert_int_equal(soc_read(test->arena, &places, word, &soc, &test->diags),
			                 0);
		}
		assert_true(*table_cell(&table, &table.rows[i], "why") != '\0');
	}
}

static void check_file(struct test *test, const struct places *places, const char *path)
{
	struct bytes file;
	struct fex fex;
	const char *name = "nothing", *slash = strrchr(path, '/'), *start = slash;
	struct diags diags = diags_make(test->arena);
	while (start[-1] != '/')
		start--;
	assert_int_equal(input_read(test->arena, path, INPUT_LIMIT, &file, &diags), 0);
	assert_int_equal(fex_read(test->arena, file, FEX_FORMAT_AUTO, &fex, &diags), 0);
	assert_int_equal(fex_soc_find(test->arena, &fex, places, &name, &diags), 0);
	if (strlen(name) != (size_t)(slash - start) || strncmp(name, start, strlen(name)) != 0)
		fail_msg("%s was taken for %s", path, name);
}

static void test_every_vendor_file_is_taken_for_its_soc(void **state)
{
	struct test *test = *state;
	struct places places = shipped(test);
	glob_t found;
	if (glob(arena_printf(test->arena, "%s/../shared/fexdata/visible/*/*.fex", test_top(test)),
	         0, NULL, &found) != 0)
		SKIP("the vendors' files are not at hand");
	for (size_t i = 0; i < found.gl_pathc; i++)
		check_file(test, &places, found.gl_pathv[i]);
	assert_int_equal(found.gl_pathc, 108);
	globfree(&found);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_a_file_is_taken_for_the_soc_its_pins_speak_for),
		TEST(test_a_weak_guess_is_called_weak),
		TEST(test_two_equal_socs_and_no_clue_ask_for_the_option),
		TEST(test_every_clue_names_known_socs),
		TEST(test_every_vendor_file_is_taken_for_its_soc),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
