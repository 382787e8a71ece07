/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fex2dts/owner/owner-take.h"

#include "fex2dts/map/map-answers.h"
#include "fex2dts/owner/owner-keys.h"

#include <stdlib.h>
#include <string.h>

static void add_wire(struct map *map, struct map_said *said, const char *text, const char *expected)
{
	struct map_wire wire;
	if (!map_read_pin(map, said, text, &wire)) {
		map_misread(map, said, expected);
		return;
	}
	said->wires = arena_push(map->arena, said->wires, said->wire_count, sizeof *said->wires);
	said->wires[said->wire_count++] = wire;
}

static void read_yes_no(struct map *map, struct map_said *said)
{
	static const char expected[] = "yes, no, or the pins that it is on, such as PG10,PG11";
	if (strcmp(said->value, "yes") == 0 || strcmp(said->value, "no") == 0)
		return;
	char *rest = arena_strdup(map->arena, said->value);
	for (char *one; (one = strsep(&rest, ","));)
		add_wire(map, said, one, expected);
}

/* The pins behind the '@' of a list's words; the mappers say what is wrong with the rest. */
static void read_list(struct map *map, struct map_said *said)
{
	char *rest = arena_strdup(map->arena, said->value);
	for (char *one; (one = strsep(&rest, " ,"));) {
		const char *at = strrchr(one, '@'), *pin = at ? at + 1 : one;
		struct map_wire wire;
		if (map_read_pin(map, said, pin, &wire))
			add_wire(map, said, pin, "pins");
	}
}

static bool is_one_of(const char *words, const char *value)
{
	return *words == '\0' || map_in_list(words, value);
}

static bool is_within(const char *words, const char *value)
{
	char *end;
	unsigned long low = strtoul(words, &end, 10);
	unsigned long high = *end == '-' ? strtoul(end + 1, NULL, 10) : low;
	unsigned long number = strtoul(value, &end, 0);
	return *value >= '0' && *value <= '9' && *end == '\0' && number >= low && number <= high;
}

static bool is_compatible(const char *value)
{
	const char *comma = strchr(value, ',');
	return comma && comma > value && comma[1] && !strpbrk(value, " \"'");
}

/* Values that are one word. */
static void check_word(struct map *map, struct map_said *said, const char *words)
{
	if (said->kind == MAP_WORD && !is_one_of(words, said->value))
		map_misread(map, said, arena_printf(map->arena, "one of %s", words));
	if (said->kind == MAP_NUMBER && !is_within(words, said->value))
		map_misread(map, said, arena_printf(map->arena, "a number within %s", words));
	if (said->kind == MAP_LABEL && !soc_peripheral(map->soc, said->value))
		map_misread(map, said, "a peripheral of this SoC, such as uart0");
	if (said->kind == MAP_COMPATIBLE && strcmp(said->value, "none") != 0 &&
	    !is_compatible(said->value))
		map_misread(map, said, "\"vendor,part\" as in its binding, or none");
}

static void read_value(struct map *map, struct map_said *said)
{
	const struct table_row *row = owner_key_row(map, said->key);
	const char *words = row ? table_cell(&map->tables->questions, row, "words") : "";
	const char *at = strchr(said->value, '@');
	said->kind = owner_kind_of(map, said->key);
	if (said->kind == MAP_YES_NO)
		read_yes_no(map, said);
	else if (said->kind == MAP_PIN && strcmp(said->value, "none") != 0)
		add_wire(map, said, said->value, "a pin, such as PH5 or PH5:low, or none");
	else if (said->kind == MAP_SUPPLY && (at || (*said->value == 'P' && said->value[1])))
		add_wire(map, said, at ? at + 1 : said->value,
		         "a pin that switches it, such as PH5 or 3.3V@PH5");
	else if (said->kind == MAP_LIST)
		read_list(map, said);
	else
		check_word(map, said, words);
}

/* more=spi2,uart4 is spi2=yes and uart4=yes. */
static void take_more(struct map *map, struct map_said *more)
{
	char *rest = arena_strdup(map->arena, more->value);
	more->used = true;
	if (strcmp(more->value, "none") == 0)
		return;
	for (char *one; (one = strsep(&rest, ","));) {
		if (!*one || !soc_peripheral(map->soc, one)) {
			map_misread(map, more,
			            "none or labels of this SoC's peripherals, such as "
			            "spi2,uart4");
			return;
		}
		struct map_said *said = &map->said[map->said_count++];
		*said = (struct map_said){ .key = one, .value = "yes", .at = more->at };
		said->kind = MAP_YES_NO;
	}
}

static size_t words_in(const char *list)
{
	size_t count = 1;
	for (; *list; list++)
		count += *list == ',';
	return count;
}

static const struct map_said *user_of(const struct map *map, const struct fex_gpio *gpio)
{
	for (size_t i = 0; i < map->said_count; i++)
		for (size_t k = 0; k < map->said[i].wire_count; k++)
			if (map->said[i].wires[k].fact.gpio.bank == gpio->bank &&
			    map->said[i].wires[k].fact.gpio.pin == gpio->pin)
				return &map->said[i];
	return NULL;
}

/* One pin may switch two supplies; else it has one use. */
static void refuse_shared_pins(struct map *map)
{
	for (size_t i = 0; i < map->said_count; i++)
		for (size_t k = 0; k < map->said[i].wire_count; k++) {
			struct map_said *said = &map->said[i];
			const struct fex_gpio *gpio = &said->wires[k].fact.gpio;
			const struct map_said *other = user_of(map, gpio);
			if (other == said || said->bad || other->bad ||
			    (said->kind == MAP_SUPPLY && other->kind == MAP_SUPPLY))
				continue;
			said->bad = true;
			diag_error(
				map->diags, "FX236", said->at,
				"look the pin up in the schematic, and keep the answer that is true",
				"%s is the answer to both %s and %s",
				fex_gpio_name(map->arena, gpio), other->key, said->key);
		}
}

void owner_take(struct map *map, const struct answers *answers)
{
	size_t room = 0;
	for (size_t i = 0; i < answers->count; i++)
		room += 1 + words_in(answers->list[i].value);
	map->said = arena_array(map->arena, room, sizeof *map->said);
	for (size_t i = 0; i < answers->count; i++) {
		struct map_said *said = &map->said[map->said_count++];
		*said = (struct map_said){ .key = answers->list[i].key,
			                   .value = answers->list[i].value,
			                   .at = answers->list[i].at };
		read_value(map, said);
		if (strcmp(said->key, "more") == 0)
			take_more(map, said);
	}
	refuse_shared_pins(map);
}
