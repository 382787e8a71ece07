/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "imager/verify/verify-report.h"

#include "lib/number.h"

void verify_add(struct arena *arena, struct verify_report *report, struct verify_item item)
{
	report->items = arena_push(arena, report->items, report->count, sizeof(*report->items));
	report->items[report->count++] = item;
	report->faults += !item.good;
}

void verify_print(struct arena *arena, const struct verify_report *report, FILE *to)
{
	for (size_t i = 0; i < report->count; i++) {
		const struct verify_item *item = &report->items[i];
		fprintf(to, "%-4s %-24s %13s  %s%s%s\n", item->good ? "good" : "BAD", item->place,
		        number_commas(arena, item->size), item->kind,
		        item->detail == NULL || *item->detail == '\0' ? "" : ": ",
		        item->detail == NULL ? "" : item->detail);
	}
	if (report->faults == 0)
		fprintf(to, "%s: good\n", report->file);
	else
		fprintf(to, "%s: %zu fault%s\n", report->file, report->faults,
		        report->faults == 1 ? "" : "s");
}

void verify_json(const struct verify_report *report, struct json *json)
{
	json_object(json);
	json_key_string(json, "file", report->file);
	json_key_bool(json, "good", report->faults == 0);
	json_key_array(json, "items");
	for (size_t i = 0; i < report->count; i++) {
		const struct verify_item *item = &report->items[i];
		json_object(json);
		json_key_string(json, "place", item->place);
		json_key_string(json, "kind", item->kind);
		json_key_string(json, "detail", item->detail);
		json_key_u64(json, "size", item->size);
		json_key_bool(json, "good", item->good);
		json_end(json);
	}
	json_end(json);
	json_end(json);
}
