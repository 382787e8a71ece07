/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The plan for people and for machines. */
#include "imager/plan/plan-print.h"

#include "lib/number.h"

#include <string.h>

static const char *const step_names[STEP_COUNT] = { "loader", "load", "bootm", "handover" };

static const char *life(struct arena *arena, struct steps when)
{
	if (when.from == when.until)
		return step_names[when.from];
	return arena_printf(arena, "%s-%s", step_names[when.from], step_names[when.until]);
}

static void print_files(struct arena *arena, const struct plan *plan, FILE *to)
{
	fprintf(to, "\nfiles on the card\n");
	for (size_t i = 0; i < plan->file_count; i++) {
		const struct plan_file *file = &plan->files[i];
		fprintf(to, "  %-16s %13s B  %s", file->path,
		        number_commas(arena, file->size_limit), file->role);
		if (file->component)
			fprintf(to, ", from %s", file->component);
		else
			fprintf(to, ", made (at most this size)");
		if (file->as_uimage && file->load)
			fprintf(to, ", uImage for 0x%llx", (unsigned long long)file->load);
		fprintf(to, "\n");
	}
}

static void print_loads(struct arena *arena, const struct plan_entry *entry, FILE *to)
{
	for (size_t i = 0; i < entry->load_count; i++) {
		const struct plan_load *load = &entry->loads[i];
		fprintf(to, "  U-Boot loads  %-16s to 0x%08llx  %s%s B  %s\n", load->file->path,
		        (unsigned long long)load->address, load->size ? "" : "up to ",
		        number_commas(arena, load->file->size_limit), load->file->role);
	}
	fprintf(to, "  then          %s\n", entry->command);
}

static void print_arguments(struct arena *arena, const struct plan_entry *entry, FILE *to)
{
	if (entry->hypervisor)
		fprintf(to, "  Xen gets      %s\n", entry->xen_bootargs);
	for (size_t i = 0; i < entry->module_count; i++) {
		const struct plan_module *module = &entry->modules[i];
		fprintf(to, "  module        0x%08llx  %s B  %s\n",
		        (unsigned long long)module->address, number_commas(arena, module->size),
		        module->compatible);
	}
	fprintf(to, "  %-12s  %s\n", entry->hypervisor ? "dom0 gets" : "Linux gets",
	        entry->bootargs);
	fprintf(to, "  stdout-path   %s\n", entry->stdout_path);
}

static void print_map(struct arena *arena, const struct plan_entry *entry, FILE *to)
{
	fprintf(to, "\n  %-21s  %13s  %-16s %s\n", "memory", "bytes", "while", "what");
	for (size_t i = 0; i < entry->placement_count; i++) {
		const struct placement *each = &entry->placements[i];
		fprintf(to, "  0x%08llx-0x%08llx  %13s  %-16s %s (%s)\n",
		        (unsigned long long)each->address,
		        (unsigned long long)(placement_end(each) - 1),
		        number_commas(arena, each->size), life(arena, each->when), each->what,
		        each->why);
	}
}

void plan_print(struct arena *arena, const struct plan *plan, FILE *to)
{
	const struct board *board = plan->board;

	fprintf(to, "%s: %s (%s), %s of RAM at 0x%llx, %s in the smallest variant\n", board->name,
	        board->model, board->soc, number_size_text(arena, board->ram.size),
	        (unsigned long long)board->ram.base,
	        number_size_text(arena,
	                         board->ram.smallest ? board->ram.smallest : board->ram.size));
	fprintf(to, "console: %s, %s in Linux, %llu baud\n", board->console.device,
	        board->console.tty, (unsigned long long)board->console.rate);
	print_files(arena, plan, to);
	for (size_t i = 0; i < plan->entry_count; i++) {
		const struct plan_entry *entry = &plan->entries[i];
		fprintf(to, "\nentry %s: %s%s\n", entry->id, entry->title,
		        strcmp(entry->id, plan->default_entry) == 0 ? " (default)" : "");
		print_loads(arena, entry, to);
		print_arguments(arena, entry, to);
		print_map(arena, entry, to);
	}
	fprintf(to, "\nanother entry at U-Boot's prompt: setenv entry NAME; boot\n");
}

static void file_json(const struct plan_file *file, struct json *json)
{
	json_object(json);
	json_key_string(json, "path", file->path);
	json_key_string(json, "role", file->role);
	json_key_string(json, "component", file->component);
	json_key_u64(json, "size_limit", file->size_limit);
	if (file->as_uimage) {
		json_key_object(json, "uimage");
		json_key_string(json, "type", file->uimage_type);
		json_key_u64(json, "load", file->load);
		json_key_u64(json, "entry", file->entry);
		json_end(json);
	}
	json_end(json);
}

static void loads_json(const struct plan_entry *entry, struct json *json)
{
	json_key_array(json, "loads");
	for (size_t i = 0; i < entry->load_count; i++) {
		json_object(json);
		json_key_string(json, "file", entry->loads[i].file->path);
		json_key_u64(json, "address", entry->loads[i].address);
		if (entry->loads[i].size)
			json_key_u64(json, "size", entry->loads[i].size);
		json_end(json);
	}
	json_end(json);
	json_key_array(json, "modules");
	for (size_t i = 0; i < entry->module_count; i++) {
		json_object(json);
		json_key_string(json, "compatible", entry->modules[i].compatible);
		json_key_u64(json, "address", entry->modules[i].address);
		json_key_u64(json, "size", entry->modules[i].size);
		json_key_string(json, "bootargs", entry->modules[i].bootargs);
		json_end(json);
	}
	json_end(json);
}

static void memory_json(const struct plan_entry *entry, struct json *json)
{
	json_key_array(json, "memory");
	for (size_t i = 0; i < entry->placement_count; i++) {
		const struct placement *each = &entry->placements[i];
		json_object(json);
		json_key_string(json, "what", each->what);
		json_key_u64(json, "address", each->address);
		json_key_u64(json, "size", each->size);
		json_key_string(json, "from", step_names[each->when.from]);
		json_key_string(json, "until", step_names[each->when.until]);
		json_key_string(json, "why", each->why);
		json_end(json);
	}
	json_end(json);
}

static void entry_json(const struct plan_entry *entry, struct json *json)
{
	json_object(json);
	json_key_string(json, "id", entry->id);
	json_key_string(json, "title", entry->title);
	json_key_bool(json, "hypervisor", entry->hypervisor);
	loads_json(entry, json);
	json_key_string(json, "command", entry->command);
	json_key_string(json, "xen_bootargs", entry->xen_bootargs);
	json_key_string(json, "bootargs", entry->bootargs);
	json_key_string(json, "stdout_path", entry->stdout_path);
	json_key_string(json, "dtb", entry->dtb->path);
	memory_json(entry, json);
	json_end(json);
}

void plan_json(const struct plan *plan, struct json *json)
{
	json_object(json);
	json_key_string(json, "board", plan->board->name);
	json_key_string(json, "default_entry", plan->default_entry);
	json_key_array(json, "files");
	for (size_t i = 0; i < plan->file_count; i++)
		file_json(&plan->files[i], json);
	json_end(json);
	json_key_array(json, "entries");
	for (size_t i = 0; i < plan->entry_count; i++)
		entry_json(&plan->entries[i], json);
	json_end(json);
	json_end(json);
}
