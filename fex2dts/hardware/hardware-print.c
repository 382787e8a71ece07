/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fex2dts/hardware/hardware-print.h"

#include "fex2dts/hardware/hardware-table.h"

#include <inttypes.h>
#include <string.h>

/* A pin that a function of the SoC drives, as opposed to one that is read or set. */
static bool is_function_pin(const struct hw_fact *fact)
{
	return hw_is_soc_pin(fact) && fact->gpio.mux >= 2 && fact->gpio.mux <= 6;
}

/* ---- JSON -------------------------------------------------------------------------------- */

static void json_field(struct json *json, const char *key, int value)
{
	if (value != FEX_DEFAULT)
		json_key_i64(json, key, value);
}

static void pin_json(struct json *json, const struct hw_fact *fact, struct arena *arena)
{
	json_object(json);
	json_key_string(json, "signal", fact->name);
	json_key_string(json, "pin", fex_gpio_name(arena, &fact->gpio));
	json_field(json, "mux", fact->gpio.mux);
	json_field(json, "pull", fact->gpio.pull);
	json_field(json, "drive", fact->gpio.drive);
	json_key_u64(json, "line", fact->from.at.line);
	json_end(json);
}

static void fact_json(struct json *json, const struct hw_fact *fact, struct arena *arena)
{
	json_key(json, fact->name);
	if (fact->kind == FEX_WORD) {
		json_i64(json, fact->number);
	} else if (fact->kind == FEX_GPIO) {
		json_object(json);
		json_key_string(json, "pin", fex_gpio_name(arena, &fact->gpio));
		json_field(json, "mux", fact->gpio.mux);
		json_field(json, "pull", fact->gpio.pull);
		json_field(json, "drive", fact->gpio.drive);
		json_field(json, "level", fact->gpio.data);
		json_end(json);
	} else {
		json_string(json, fact->string);
	}
}

static void device_json(struct json *json, const struct hw_device *device)
{
	struct arena *arena = json->to->arena;
	json_object(json);
	json_key_u64(json, "index", device->index);
	json_key_bool(json, "used", device->used);
	json_key_string(json, "section", device->section);
	json_key_u64(json, "line", device->at.line);
	json_key_array(json, "pins");
	for (size_t i = 0; i < device->fact_count; i++)
		if (is_function_pin(&device->facts[i]))
			pin_json(json, &device->facts[i], arena);
	json_end(json);
	json_key_object(json, "facts");
	for (size_t i = 0; i < device->fact_count; i++)
		if (!is_function_pin(&device->facts[i]) && &device->facts[i] != device->flag)
			fact_json(json, &device->facts[i], arena);
	json_end(json);
	json_end(json);
}

void hardware_json(const struct hardware *hardware, const char *soc, struct json *json)
{
	json_object(json);
	json_key_string(json, "file", hardware->file);
	json_key_string(json, "soc", soc);
	for (unsigned kind = 0; kind < HW_KINDS; kind++) {
		bool open = false;
		for (size_t i = 0; i < hardware->device_count; i++) {
			if (hardware->devices[i].kind != kind)
				continue;
			if (!open)
				json_key_array(json, hw_kind_rows[kind].plural);
			open = true;
			device_json(json, &hardware->devices[i]);
		}
		if (open)
			json_end(json);
	}
	json_end(json);
}

/* ---- differences ------------------------------------------------------------------------- */

struct diff {
	struct arena *arena;
	struct text *out;
	size_t count;
};

static const char *device_name(struct diff *diff, const struct hw_device *device)
{
	if (device->kind == HW_OTHER)
		return arena_printf(diff->arena, "[%s]", device->section);
	return arena_printf(diff->arena, "%s %u", hw_kind_rows[device->kind].name, device->index);
}

static const char *value_text(struct diff *diff, const struct hw_fact *fact)
{
	if (!fact)
		return "nothing";
	if (fact->kind == FEX_WORD)
		return arena_printf(diff->arena, "%" PRId64, fact->number);
	if (fact->kind == FEX_GPIO) {
		const char *pin = fex_gpio_name(diff->arena, &fact->gpio);
		if (fact->gpio.mux == FEX_DEFAULT)
			return pin;
		return arena_printf(diff->arena, "%s mux %d", pin, fact->gpio.mux);
	}
	return fact->string && *fact->string ? fact->string : "nothing";
}

static void differs(struct diff *diff, const struct hw_device *device, const char *what,
                    const char *a, const char *b)
{
	text_printf(diff->out, "%s: %s %s -> %s\n", device_name(diff, device), what, a, b);
	diff->count++;
}

static const struct hw_device *same_device(const struct hardware *in, const struct hw_device *like)
{
	for (size_t i = 0; i < in->device_count; i++) {
		const struct hw_device *device = &in->devices[i];
		if (device->kind != like->kind || device->index != like->index)
			continue;
		if (device->kind != HW_OTHER || strcmp(device->section, like->section) == 0)
			return device;
	}
	return NULL;
}

static void diff_facts(struct diff *diff, const struct hw_device *a, const struct hw_device *b)
{
	for (size_t i = 0; i < a->fact_count; i++) {
		const struct hw_fact *fact = &a->facts[i];
		const char *before = value_text(diff, fact);
		const char *after = value_text(diff, hw_fact(b, fact->name));
		if (fact != a->flag && strcmp(before, after) != 0)
			differs(diff, a, fact->name, before, after);
	}
	for (size_t i = 0; i < b->fact_count; i++) {
		const char *after = value_text(diff, &b->facts[i]);
		if (!hw_fact(a, b->facts[i].name) && strcmp(after, "nothing") != 0)
			differs(diff, a, b->facts[i].name, "nothing", after);
	}
}

/* Kinds whose numbers tune what is there and say nothing of the wiring. */
static bool is_tuning(enum hw_kind kind)
{
	return kind == HW_OTHER || kind == HW_DRAM || kind == HW_DVFS;
}

static void diff_device(struct diff *diff, const struct hw_device *a, const struct hw_device *b)
{
	if (is_tuning(a->kind))
		return;
	if (a->used != b->used)
		differs(diff, a, "used", a->used ? "yes" : "no", b->used ? "yes" : "no");
	else if (a->used)
		diff_facts(diff, a, b);
}

size_t hardware_diff(struct arena *arena, const struct hardware *a, const struct hardware *b,
                     struct text *out)
{
	struct diff diff = { .arena = arena, .out = out };
	for (size_t i = 0; i < a->device_count; i++) {
		const struct hw_device *other = same_device(b, &a->devices[i]);
		if (same_device(a, &a->devices[i]) != &a->devices[i])
			continue;
		if (other)
			diff_device(&diff, &a->devices[i], other);
		else if (a->devices[i].used && !is_tuning(a->devices[i].kind))
			differs(&diff, &a->devices[i], "used", "yes", "no such section");
	}
	for (size_t i = 0; i < b->device_count; i++)
		if (!same_device(a, &b->devices[i]) && b->devices[i].used &&
		    !is_tuning(b->devices[i].kind))
			differs(&diff, &b->devices[i], "used", "no such section", "yes");
	return diff.count;
}
