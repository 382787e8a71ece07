/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "dt/tree/dts-value.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* Linux 6.1, include/dt-bindings. */
static const struct {
	const char *prefix, *header;
} macro_headers[] = {
	{ "GPIO_", "dt-bindings/gpio/gpio.h" },
	{ "IRQ_TYPE_", "dt-bindings/interrupt-controller/irq.h" },
	{ "GIC_", "dt-bindings/interrupt-controller/arm-gic.h" },
	{ "KEY_", "dt-bindings/input/input.h" },
	{ "BTN_", "dt-bindings/input/input.h" },
	{ "SW_", "dt-bindings/input/input.h" },
	{ "EV_", "dt-bindings/input/input.h" },
	{ "LED_", "dt-bindings/leds/common.h" },
	{ "PWM_", "dt-bindings/pwm/pwm.h" },
};

const char *dts_header_of(const char *macro)
{
	macro += strspn(macro, "(");
	for (size_t i = 0; i < sizeof(macro_headers) / sizeof(*macro_headers); i++)
		if (strncmp(macro, macro_headers[i].prefix, strlen(macro_headers[i].prefix)) == 0)
			return macro_headers[i].header;
	return NULL;
}

/* Linux 6.1, include/uapi/linux/input-event-codes.h: the keys that such boards have. */
static const struct {
	uint32_t code;
	const char *macro;
} keys[] = {
	{ 1, "KEY_ESC" },          { 28, "KEY_ENTER" },     { 102, "KEY_HOME" },
	{ 114, "KEY_VOLUMEDOWN" }, { 115, "KEY_VOLUMEUP" }, { 116, "KEY_POWER" },
	{ 139, "KEY_MENU" },       { 158, "KEY_BACK" },     { 217, "KEY_SEARCH" },
	{ 408, "KEY_RESTART" },    { 0x160, "KEY_OK" },
};

/* include/dt-bindings/interrupt-controller/irq.h */
static const char *const triggers[] = {
	[1] = "IRQ_TYPE_EDGE_RISING", [2] = "IRQ_TYPE_EDGE_FALLING", [3] = "IRQ_TYPE_EDGE_BOTH",
	[4] = "IRQ_TYPE_LEVEL_HIGH",  [8] = "IRQ_TYPE_LEVEL_LOW",
};

static const char *key_macro(uint32_t code)
{
	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++)
		if (keys[i].code == code)
			return keys[i].macro;
	return NULL;
}

const char *dts_macro(const struct dt_property *property, size_t index)
{
	const struct dt_piece *piece = &property->pieces[index];
	bool last = index + 1 == property->piece_count || !property->pieces[index + 1].joined;
	if (piece->kind != DT_CELL)
		return NULL;
	if (piece->text != NULL)
		return dts_header_of(piece->text) != NULL ? piece->text : NULL;
	if (strcmp(property->name, "linux,code") == 0)
		return key_macro(piece->cell);
	if (strcmp(property->name, "interrupts") == 0 && last && piece->joined &&
	    piece->cell < sizeof(triggers) / sizeof(*triggers))
		return triggers[piece->cell];
	return NULL;
}

static void add_string(struct text *out, const char *string)
{
	text_add_char(out, '"');
	for (const char *p = string; *p != '\0'; p++) {
		unsigned char c = (unsigned char)*p;
		if (c == '"' || c == '\\')
			text_printf(out, "\\%c", c);
		else if (c < ' ' || c > '~')
			text_printf(out, "\\x%02x", c);
		else
			text_add_char(out, *p);
	}
	text_add_char(out, '"');
}

static void add_reference(struct text *out, struct dt_tree *tree, const struct dt_node *node)
{
	if (node->label_count > 0)
		text_printf(out, "&%s", node->labels[0]);
	else
		text_printf(out, "&{%s}", dt_path(tree->arena, node));
}

/* Addresses are read in hexadecimal, everything else in decimal. */
static bool is_address(const char *property)
{
	return strcmp(property, "reg") == 0 || strcmp(property, "ranges") == 0;
}

static void add_cell(struct text *out, const struct dt_property *property, size_t index,
                     bool macros)
{
	const char *macro = macros ? dts_macro(property, index) : NULL;
	uint32_t cell = property->pieces[index].cell;
	if (macro != NULL)
		text_add(out, macro);
	else
		text_printf(out, is_address(property->name) && cell > 9 ? "0x%x" : "%u", cell);
}

static bool is_strings(struct bytes bytes)
{
	if (bytes.len == 0 || bytes.p[bytes.len - 1] != '\0' || bytes.p[0] == '\0')
		return false;
	for (size_t i = 0; i < bytes.len; i++)
		if (bytes.p[i] == '\0' ? i > 0 && bytes.p[i - 1] == '\0' : !isprint(bytes.p[i]))
			return false;
	return true;
}

static void push(struct dt_tree *tree, struct dts_elements *elements, const char *text)
{
	elements->list =
		arena_push(tree->arena, elements->list, elements->count, sizeof(*elements->list));
	elements->list[elements->count++] = text;
}

static void push_strings(struct dt_tree *tree, struct dts_elements *elements, struct bytes bytes)
{
	for (size_t at = 0; at < bytes.len; at += strlen((const char *)bytes.p + at) + 1) {
		struct text text = text_make(tree->arena);
		add_string(&text, (const char *)bytes.p + at);
		push(tree, elements, text.p);
	}
}

static void push_bytes(struct dt_tree *tree, struct dts_elements *elements, struct bytes bytes)
{
	struct text text = text_make(tree->arena);
	bool cells = bytes.len % 4 == 0;
	if (is_strings(bytes)) {
		push_strings(tree, elements, bytes);
		return;
	}
	for (size_t at = 0; at < bytes.len; at += cells ? 4 : 1)
		if (cells)
			text_printf(&text, "%s0x%x", at == 0 ? "<" : " ", be32_at(bytes, at));
		else
			text_printf(&text, "%s%02x", at == 0 ? "[" : " ", bytes.p[at]);
	text_add(&text, cells ? ">" : "]");
	push(tree, elements, text.p);
}

/* Cells and references up to the next < >. Returns how many pieces they were. */
static size_t push_group(struct dt_tree *tree, struct dts_elements *elements,
                         const struct dt_property *property, size_t from, bool macros)
{
	struct text text = text_make(tree->arena);
	size_t i = from;
	do {
		const struct dt_piece *piece = &property->pieces[i];
		text_add(&text, i == from ? "<" : " ");
		if (piece->kind == DT_CELL)
			add_cell(&text, property, i, macros);
		else
			add_reference(&text, tree, piece->node);
		i++;
	} while (i < property->piece_count && property->pieces[i].joined &&
	         (property->pieces[i].kind == DT_CELL || property->pieces[i].kind == DT_PHANDLE));
	text_add(&text, ">");
	push(tree, elements, text.p);
	return i - from;
}

static void push_one(struct dt_tree *tree, struct dts_elements *elements,
                     const struct dt_piece *piece, bool paths)
{
	struct text text = text_make(tree->arena);
	if (piece->kind == DT_STRING)
		add_string(&text, piece->text);
	else if (paths)
		add_string(&text, dt_path(tree->arena, piece->node));
	else
		add_reference(&text, tree, piece->node);
	push(tree, elements, text.p);
}

struct dts_elements dts_elements(struct dt_tree *tree, const struct dt_property *property,
                                 struct dts_value_style style)
{
	struct dts_elements elements = { NULL, 0 };
	for (size_t i = 0; i < property->piece_count;) {
		const struct dt_piece *piece = &property->pieces[i];
		if (piece->kind == DT_CELL || piece->kind == DT_PHANDLE) {
			i += push_group(tree, &elements, property, i, style.macros);
			continue;
		}
		if (piece->kind == DT_BYTES && piece->bytes.len > 0)
			push_bytes(tree, &elements, piece->bytes);
		else if (piece->kind != DT_BYTES)
			push_one(tree, &elements, piece, style.paths);
		i++;
	}
	return elements;
}

static void note_headers(const struct dt_property *property, const char *headers[], size_t *count)
{
	for (size_t i = 0; i < property->piece_count; i++) {
		const char *macro = dts_macro(property, i);
		const char *header = macro != NULL ? dts_header_of(macro) : NULL;
		size_t k = 0;
		while (k < *count && header != NULL && strcmp(headers[k], header) != 0)
			k++;
		if (header != NULL && k == *count && *count < DTS_HEADERS_MAX)
			headers[(*count)++] = header;
	}
}

static int compare_strings(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

size_t dts_headers(const struct dt_tree *tree, const char *headers[DTS_HEADERS_MAX])
{
	size_t count = 0;
	for (const struct dt_node *node = tree->root; node != NULL; node = dt_next(node))
		for (size_t i = 0; i < node->property_count; i++)
			if (node->properties[i]->origin.rule != NULL || node->origin.rule != NULL)
				note_headers(node->properties[i], headers, &count);
	qsort(headers, count, sizeof(*headers), compare_strings);
	return count;
}
