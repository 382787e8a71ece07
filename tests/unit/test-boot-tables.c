/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Every row of stages.tsv and signatures.tsv, and what the readers of these tables refuse. */
#include "test.h"

#include "lib/input.h"
#include "serial-tools/text/literal.h"
#include "serial-tools/text/pattern.h"
#include "serial-tools/verdict/boot-log.h"
#include "serial-tools/verdict/boot-tables.h"
#include "serial-tools/verdict/verdict.h"

#include <string.h>

static struct bytes share_file(struct test *test, const char *name)
{
	struct bytes file = { 0 };
	const char *path = arena_printf(test->arena, "%s/share/%s", test_top(test), name);
	assert_int_equal(input_read(test->arena, path, 1 << 20, &file, &test->diags), 0);
	return file;
}

static struct boot_tables real_tables(struct test *test)
{
	struct boot_tables tables;
	assert_int_equal(boot_tables_read(test->arena, share_file(test, "stages.tsv"),
	                                  share_file(test, "signatures.tsv"), &tables,
	                                  &test->diags),
	                 0);
	return tables;
}

/* Collects, so that one run shows every row that is wrong. */
static void complain(struct test *test, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
static void complain(struct test *test, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	diag_warning(&test->diags, "SE201", nowhere(), "correct the row", "%s",
	             arena_vprintf(test->arena, format, args));
	va_end(args);
}

static bool matches(struct test *test, const char *pattern, const char *text)
{
	struct pattern_row row = { pattern, nowhere() };
	struct pattern_set *set;
	uint16_t id;
	if (pattern_set_open(test->arena, &row, 1, false, &set, &test->diags) != 0)
		return false;
	bool found = pattern_set_match(set, text, strlen(text), &id, 1) == 1;
	pattern_set_close(set);
	return found;
}

static void test_every_milestone_matches_its_own_example(void **state)
{
	struct test *test = *state;
	struct boot_tables tables = real_tables(test);
	assert_true(tables.milestone_count > 80);
	for (size_t i = 0; i < tables.milestone_count; i++)
		if (!matches(test, tables.milestones[i].pattern, tables.milestones[i].example))
			complain(test, "%s does not match its example '%s'",
			         tables.milestones[i].id, tables.milestones[i].example);
	assert_string_equal(test_said(test), "");
}

static void test_every_signature_matches_its_own_example(void **state)
{
	struct test *test = *state;
	struct boot_tables tables = real_tables(test);
	size_t with_pattern = 0;
	for (size_t i = 0; i < tables.signature_count; i++) {
		const struct signature *row = &tables.signatures[i];
		if (row->severity >= SIGNATURE_HANG)
			continue;
		with_pattern++;
		if (!matches(test, row->pattern, row->example))
			complain(test, "%s does not match its example '%s'", row->id, row->example);
	}
	assert_true(with_pattern >= 120);
	assert_string_equal(test_said(test), "");
}

/* A pattern without a literal would be tried on every line of a gigabyte. */
static void test_every_pattern_has_literals_for_the_prefilter(void **state)
{
	struct test *test = *state;
	struct boot_tables tables = real_tables(test);
	struct literals literals;
	for (size_t i = 0; i < tables.milestone_count; i++) {
		literals_of(tables.milestones[i].pattern, &literals);
		if (literals.count == 0 && tables.milestones[i].kind != MILESTONE_PROMPT)
			complain(test, "%s has no literal", tables.milestones[i].id);
	}
	for (size_t i = 0; i < tables.signature_count; i++) {
		literals_of(tables.signatures[i].pattern, &literals);
		if (literals.count == 0 && tables.signatures[i].severity < SIGNATURE_HANG)
			complain(test, "%s has no literal", tables.signatures[i].id);
	}
	assert_string_equal(test_said(test), "");
}

static void test_every_id_that_a_row_names_is_there(void **state)
{
	struct test *test = *state;
	struct boot_tables tables = real_tables(test);
	for (size_t i = 0; i < tables.milestone_count; i++) {
		const char *hang = tables.milestones[i].hang;
		if (*hang != '\0' && boot_tables_signature(&tables, hang) == NULL)
			complain(test, "%s names %s", tables.milestones[i].id, hang);
	}
	for (size_t i = 0; i < tables.signature_count; i++)
		for (const char *const *id = tables.signatures[i].explains; *id != NULL; id++)
			if (strchr(*id, '*') == NULL && strcmp(*id, "hang") != 0 &&
			    boot_tables_stage(&tables, *id) == NO_STAGE &&
			    boot_tables_signature(&tables, *id) == NULL)
				complain(test, "%s explains %s", tables.signatures[i].id, *id);
	assert_string_equal(test_said(test), "");
}

static struct verdict judge(struct test *test, const char *text)
{
	struct boot_log *log;
	struct verdict verdict;
	assert_int_equal(boot_log_open(test->arena, share_file(test, "stages.tsv"),
	                               share_file(test, "signatures.tsv"), NULL, &log,
	                               &test->diags),
	                 0);
	struct lines *lines = lines_open(test->arena);
	lines_feed(lines, (const uint8_t *)text, strlen(text), TIME_NONE, (line_fn *)boot_log_line,
	           log);
	lines_end(lines, (line_fn *)boot_log_line, log);
	boot_log_verdict(log, BOOT_END_GOAL, &verdict);
	boot_log_close(log);
	return verdict;
}

/* The row's example after a line that begins its stage. */
static const char *in_its_stage(struct test *test, const struct boot_tables *tables,
                                const struct signature *row)
{
	for (size_t i = 0; i < tables->milestone_count; i++) {
		const struct milestone *milestone = &tables->milestones[i];
		if (milestone->stage == row->stage && milestone->kind <= MILESTONE_ENTER)
			return arena_printf(test->arena, "%s\n%s\n", milestone->example,
			                    row->example);
	}
	return row->example;
}

/* A row alone, in a log that ends there: what fails must be its own id or one it leads to. */
static void test_every_failure_alone_in_a_log_is_its_verdict(void **state)
{
	struct test *test = *state;
	struct boot_tables tables = real_tables(test);
	for (size_t i = 0; i < tables.signature_count; i++) {
		const struct signature *row = &tables.signatures[i];
		if (row->severity > SIGNATURE_STUCK)
			continue;
		struct verdict verdict = judge(test, in_its_stage(test, &tables, row));
		if (verdict.kind != VERDICT_FAILED || strcmp(verdict.id, row->id) != 0)
			complain(test, "'%s' should be %s, is %s", row->example, row->id,
			         verdict.id != NULL ? verdict.id : "ok");
	}
	assert_string_equal(test_said(test), "");
}

static void test_milestones_and_harmless_rows_alone_are_no_failure(void **state)
{
	struct test *test = *state;
	struct boot_tables tables = real_tables(test);
	for (size_t i = 0; i < tables.milestone_count; i++) {
		struct verdict verdict = judge(test, tables.milestones[i].example);
		if (verdict.kind == VERDICT_FAILED)
			complain(test, "the milestone '%s' is taken for %s",
			         tables.milestones[i].example, verdict.id);
	}
	for (size_t i = 0; i < tables.signature_count; i++)
		if (tables.signatures[i].severity == SIGNATURE_WARNING &&
		    judge(test, in_its_stage(test, &tables, &tables.signatures[i])).kind ==
		            VERDICT_FAILED)
			complain(test, "the warning %s is taken for a failure",
			         tables.signatures[i].id);
	assert_string_equal(test_said(test), "");
}

static void test_a_broken_pattern_is_refused_with_its_row(void **state)
{
	struct test *test = *state;
	struct boot_log *log;
	struct bytes stages = bytes_of_string("id\tstage\tkind\tmilestone\tpattern\n"
	                                      "a\tspl\tstart\tm\tU-Boot (SPL\n",
	                                      "stages.tsv");
	struct bytes none = bytes_of_string("id\tstage\n", "signatures.tsv");
	assert_int_equal(boot_log_open(test->arena, stages, none, NULL, &log, &test->diags), -1);
	assert_string_equal(test_said(test),
	                    "stages.tsv:2: error SE200: 'U-Boot (SPL' is no regular expression: "
	                    "at character 12: missing closing parenthesis\n"
	                    "  hint: correct it; the syntax is PCRE2's\n");
}

static void test_an_unknown_severity_and_a_second_row_of_an_id_are_refused(void **state)
{
	struct test *test = *state;
	struct boot_tables tables;
	struct bytes stages = bytes_of_string("id\tstage\tkind\tmilestone\tpattern\n"
	                                      "a\tspl\tstart\tm\tU-Boot SPL\n",
	                                      "stages.tsv");
	struct bytes signatures =
		bytes_of_string("id\tstage\tseverity\tpattern\tmeaning\tcauses\tremedy\texample\n"
	                        "x\tspl\tbad\tabcde\tm\tc\tr\te\n"
	                        "x\tspl\tfatal\tabcde\tm\tc\tr\te\n",
	                        "signatures.tsv");
	assert_int_equal(boot_tables_read(test->arena, stages, signatures, &tables, &test->diags),
	                 -1);
	assert_true(test_said_id(test, "SE201"));
	assert_true(test_said_id(test, "SE203"));
}

static void test_a_goal_that_is_no_stage_is_refused(void **state)
{
	struct test *test = *state;
	struct boot_log *log;
	struct boot_log_options options = { .goal = "moon" };
	assert_int_equal(boot_log_open(test->arena, share_file(test, "stages.tsv"),
	                               share_file(test, "signatures.tsv"), &options, &log,
	                               &test->diags),
	                 -1);
	assert_true(test_said_id(test, "SE202"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_every_milestone_matches_its_own_example),
		TEST(test_every_signature_matches_its_own_example),
		TEST(test_every_pattern_has_literals_for_the_prefilter),
		TEST(test_every_id_that_a_row_names_is_there),
		TEST(test_every_failure_alone_in_a_log_is_its_verdict),
		TEST(test_milestones_and_harmless_rows_alone_are_no_failure),
		TEST(test_a_broken_pattern_is_refused_with_its_row),
		TEST(test_an_unknown_severity_and_a_second_row_of_an_id_are_refused),
		TEST(test_a_goal_that_is_no_stage_is_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
