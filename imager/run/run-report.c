/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "imager/run/run-report.h"

#include "lib/input.h"
#include "lib/json.h"

#include <string.h>

#define VERDICT_LIMIT ((uint64_t)16 << 20) /* bytes */

static const struct {
	int code;
	const char *sentence;
} endings[] = {
	{ 0, "PASS" },
	{ 10, "FAIL: the boot failed" },
	{ 11, "FAIL: no goal within the time limit" },
	{ 12, "FAIL: the emulator went away" },
	{ 13, "FAIL: the console fell silent" },
};

static const char *sentence(int code)
{
	for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++)
		if (endings[i].code == code)
			return endings[i].sentence;
	return "FAIL";
}

static const struct json_value *read_verdict(struct arena *arena, const char *path)
{
	struct diags quiet = diags_make(arena);
	struct bytes file;
	const struct json_value *root;
	if (input_read(arena, path, VERDICT_LIMIT, &file, &quiet) < 0 ||
	    json_read(arena, file, &root, &quiet) < 0)
		return NULL;
	return root;
}

static double member_number(const struct json_value *object, const char *key)
{
	const struct json_value *member = json_member(object, key);
	return member != NULL && member->kind == JSON_NUMBER ? member->number : -1;
}

static void print_stages(const struct json_value *verdict, FILE *to)
{
	const struct json_value *stages = json_member(verdict, "stages");
	for (const struct json_value *each = stages == NULL ? NULL : stages->items; each != NULL;
	     each = each->next) {
		double start = member_number(each, "start_ms");
		double duration = member_number(each, "duration_ms");
		fprintf(to, "  %-10s", json_member_text(each, "stage", "?"));
		if (start >= 0)
			fprintf(to, " %7.2f s", start / 1000);
		if (duration >= 0)
			fprintf(to, "  took %6.2f s", duration / 1000);
		fputc('\n', to);
	}
}

static void print_indented(const char *label, const char *text, FILE *to)
{
	if (text != NULL && *text != '\0')
		fprintf(to, "  %s%s\n", label, text);
}

/* Why: the goal's line, or the failure's with its story. */
static void print_reason(const struct json_value *verdict, FILE *to)
{
	const struct json_value *failure = json_member(verdict, "failure");
	const struct json_value *goal = json_member(verdict, "goal");
	if (goal == NULL || goal->kind != JSON_OBJECT)
		goal = json_member(verdict, "until");
	if (goal != NULL && goal->kind == JSON_OBJECT)
		print_indented("", json_member_text(goal, "text", ""), to);
	if (failure == NULL || failure->kind != JSON_OBJECT) {
		print_indented("emulator: ", json_member_text(verdict, "command_end", ""), to);
		return;
	}
	print_indented("", json_member_text(failure, "meaning", ""), to);
	print_indented("line: ", json_member_text(failure, "text", ""), to);
	print_indented("likely causes: ", json_member_text(failure, "causes", ""), to);
	print_indented("what to do: ", json_member_text(failure, "remedy", ""), to);
}

void run_report(struct arena *arena, const struct board *board, const char *image,
                const char *entry, const struct emulation *emulation, int code, FILE *to)
{
	const struct json_value *verdict = read_verdict(arena, emulation->verdict);
	const struct board_entry *booted = board_entry(board, entry);
	fprintf(to, "\n%s, \"%s\", in %s -M %s\n", board->model,
	        booted == NULL ? entry : booted->title, board->emulator.program,
	        board->emulator.machine);
	print_stages(verdict, to);
	fprintf(to, "%s\n", sentence(code));
	print_reason(verdict, to);
	if (board->emulator.note != NULL)
		fprintf(to, "note:    %s\n", board->emulator.note);
	fprintf(to, "image:   %s\n", image);
	fprintf(to, "log:     %s as received, %s.lines with times\n", emulation->log,
	        emulation->log);
	if (code == 0)
		fprintf(to,
		        "to a card (sdX: see lsblk; all that is on it is lost):\n"
		        "  dd if=%s of=/dev/sdX bs=4M conv=fsync\n",
		        image);
}
