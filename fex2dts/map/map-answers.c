/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fex2dts/map/map-answers.h"

#include <stdlib.h>
#include <string.h>

/* ---- refusals ---------------------------------------------------------------------------- */

void map_misread(struct map *map, struct map_said *said, const char *expected)
{
	if (!said->bad)
		diag_error(map->diags, "FX231", said->at, "see the question in --explain",
		           "%s: expected %s, found \"%s\"", said->key, expected, said->value);
	said->bad = true;
}

void map_warn_idle(struct map *map, const struct map_said *said, const char *what)
{
	diag_warning(map->diags, "FX234", said->at, "leave the answer out, or switch it on as well",
	             "%s=%s changes nothing: %s", said->key, said->value, what);
}

static unsigned last_pin(const struct soc *soc, unsigned bank, bool *any)
{
	unsigned last = 0;
	*any = false;
	for (size_t i = 0; i < soc->pin_count; i++)
		if (soc->pins[i].bank == bank) {
			last = soc->pins[i].number > last ? soc->pins[i].number : last;
			*any = true;
		}
	return last;
}

static void refuse_pin(struct map *map, struct map_said *said, const struct fex_gpio *gpio)
{
	bool any;
	unsigned last = last_pin(map->soc, gpio->bank, &any);
	char bank = (char)('A' + gpio->bank - 1);
	char *hint = any ? arena_printf(map->arena, "this SoC has P%c0 to P%c%u", bank, bank, last)
	                 : arena_printf(map->arena, "this SoC has no port P%c", bank);
	said->bad = true;
	diag_error(map->diags, "FX232", said->at, hint, "%s=%s: the %s has no pin %s", said->key,
	           said->value, map->soc->short_name, fex_gpio_name(map->arena, gpio));
}

/* ---- values ------------------------------------------------------------------------------ */

bool map_read_pin(struct map *map, struct map_said *said, const char *text, struct map_wire *wire)
{
	const char *colon = strchr(text, ':');
	size_t len = colon ? (size_t)(colon - text) : strlen(text);
	char *name = arena_strndup(map->arena, text, len), *end;
	struct soc_pin_name pin;
	*wire = (struct map_wire){ .level = -1 };
	wire->fact = (struct hw_fact){ .name = said->key, .kind = FEX_GPIO };
	wire->fact.gpio = (struct fex_gpio){ .mux = 1, .pull = -1, .drive = -1, .data = -1 };
	wire->fact.from = (struct dt_source){ said->at, arena_printf(map->arena, "%s=%s", said->key,
		                                                     said->value) };
	for (; colon; colon = strchr(colon + 1, ':')) {
		size_t word = strcspn(colon + 1, ":");
		if (word == 3 && strncmp(colon + 1, "low", word) == 0)
			wire->level = GPIO_LOW;
		else if (word == 4 && strncmp(colon + 1, "high", word) == 0)
			wire->level = GPIO_HIGH;
		else if (word == 2 && strncmp(colon + 1, "on", word) == 0)
			wire->on = true;
		else
			return false;
	}
	if (strncmp(name, "power", 5) == 0 && name[5]) {
		wire->fact.gpio.bank = FEX_PORT_POWER;
		wire->fact.gpio.pin = (unsigned)strtoul(name + 5, &end, 10);
		return *end == '\0' && wire->fact.gpio.pin < 4;
	}
	if (!soc_pin_parse(name, &pin))
		return false;
	wire->fact.gpio.bank = pin.bank;
	wire->fact.gpio.pin = pin.number;
	if (!said->bad && !soc_pin(map->soc, pin.bank, pin.number))
		refuse_pin(map, said, &wire->fact.gpio);
	return true;
}

#define DECIMALS_MAX 6

bool map_read_micro(const char *text, uint32_t bare, uint32_t *out)
{
	uint64_t value = 0, scale = 1;
	unsigned digits = 0, decimals = 0;
	bool point = false;
	for (; (*text >= '0' && *text <= '9') || (*text == '.' && !point); text++) {
		if (*text == '.') {
			point = true;
			continue;
		}
		if (++digits > 9 || (point && ++decimals > DECIMALS_MAX))
			return false;
		value = 10 * value + (uint64_t)(*text - '0');
		scale *= point ? 10 : 1;
	}
	uint64_t unit = strcmp(text, "V") == 0    ? 1000000
	                : strcmp(text, "mV") == 0 ? 1000
	                : strcmp(text, "uV") == 0 ? 1
	                : *text == '\0'           ? bare
	                                          : 0;
	if (digits == 0 || unit == 0 || value * unit / scale > UINT32_MAX)
		return false;
	*out = (uint32_t)(value * unit / scale);
	return true;
}

/* ---- looking up -------------------------------------------------------------------------- */

struct map_said *map_said(struct map *map, const char *key)
{
	for (size_t i = 0; i < map->said_count; i++)
		if (strcmp(map->said[i].key, key) == 0) {
			map->said[i].used = true;
			return map->said[i].bad ? NULL : &map->said[i];
		}
	return NULL;
}

int map_answered(struct map *map, const char *label)
{
	const struct map_said *said = map_said(map, label);
	return said ? strcmp(said->value, "no") != 0 : -1;
}

const char *map_key(struct map *map, const struct dt_node *node)
{
	if (node->label_count)
		return node->labels[0];
	return arena_strndup(map->arena, node->name, strcspn(node->name, "@"));
}

bool map_is_called(const struct dt_node *node, const char *name, size_t len)
{
	for (size_t i = 0; i < node->label_count; i++)
		if (strlen(node->labels[i]) == len && strncmp(node->labels[i], name, len) == 0)
			return true;
	return node->label_count == 0 && strcspn(node->name, "@") == len &&
	       strncmp(node->name, name, len) == 0;
}

struct map_said *map_said_of(struct map *map, const struct dt_node *node, const char *property)
{
	for (size_t i = 0; i < map->said_count; i++) {
		struct map_said *said = &map->said[i];
		const char *dot = strchr(said->key, '.');
		if (!dot || said->bad || strcmp(dot + 1, property) != 0 ||
		    !map_is_called(node, said->key, (size_t)(dot - said->key)))
			continue;
		said->used = true;
		return said;
	}
	return NULL;
}

bool map_is_owners(struct map *map, const struct fex_gpio *gpio, const struct dt_node *user,
                   const char *what, const char **key)
{
	for (size_t i = 0; i < map->said_count; i++) {
		const struct map_said *said = &map->said[i];
		for (size_t k = 0; k < said->wire_count && !said->bad; k++) {
			const struct fex_gpio *pin = &said->wires[k].fact.gpio;
			*key = said->key;
			if (pin->bank == gpio->bank && pin->pin == gpio->pin)
				return said->user == user ||
				       (said->kind == MAP_SUPPLY && strcmp(what, "gpio") == 0) ||
				       map_said_of(map, user, what) == said ||
				       map_is_called(user, said->key, strlen(said->key)) ||
				       (said->kind == MAP_LIST && strcmp(what, "gpios") == 0);
		}
	}
	return true;
}

bool map_refused(const struct map *map)
{
	for (size_t i = 0; i < map->said_count; i++)
		if (map->said[i].bad)
			return true;
	return false;
}

void map_by_answer(struct map *map, const struct map_said *said)
{
	struct dt_source *source = arena_new(map->arena, struct dt_source);
	*source = (struct dt_source){ said->at,
		                      arena_printf(map->arena, "%s=%s", said->key, said->value) };
	map->origin = (struct dt_origin){ "answer", "the owner's answer", source, 1 };
}
