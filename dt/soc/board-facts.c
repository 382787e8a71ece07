/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "dt/soc/board-facts.h"

#include <stdlib.h>
#include <string.h>

struct collector {
	struct arena *arena;
	struct dt_tree *tree;
	const struct soc *soc;
	struct board_facts facts;
};

static void add(struct collector *c, const char *subject, const char *name, const char *value)
{
	c->facts.list = arena_push(c->arena, c->facts.list, c->facts.count, sizeof(*c->facts.list));
	c->facts.list[c->facts.count++] = (struct board_fact){ subject, name, value };
}

static bool ends_with(const char *text, const char *end)
{
	size_t a = strlen(text), b = strlen(end);
	return a >= b && strcmp(text + a - b, end) == 0;
}

static const struct soc_peripheral *peripheral_of(const struct collector *c,
                                                  const struct dt_node *node)
{
	uint64_t address;
	if (!dt_unit_address(node, &address))
		return NULL;
	const struct soc_peripheral *found = soc_peripheral_at(c->soc, address);
	size_t len = strcspn(node->name, "@");
	return found != NULL && *found->label != '\0' && strncmp(found->node, node->name, len) == 0
	               ? found
	               : NULL;
}

/* ---- values ------------------------------------------------------------------------------ */

/* "PH1 active low" of <&pio 7 1 1>; the rest of other controllers as numbers. */
static void add_gpio(struct collector *c, struct text *out, const struct dt_node *controller,
                     struct bytes cells, size_t count)
{
	const struct soc_peripheral *peripheral = peripheral_of(c, controller);
	uint32_t flags = count > 0 ? be32_at(cells, 4 * (count - 1)) : 0;
	if (peripheral != NULL && count == 3) {
		unsigned first = strcmp(peripheral->label, "r_pio") == 0 ? SOC_R_BANK - 1 : 0;
		text_printf(out, "P%c%u", (int)('A' + first + be32_at(cells, 0) % 26),
		            be32_at(cells, 4));
	} else {
		text_printf(out, "%.*s", (int)strcspn(controller->name, "@"), controller->name);
		for (size_t i = 0; i + 1 < count; i++)
			text_printf(out, " %u", be32_at(cells, 4 * i));
	}
	text_add(out, (flags & 1) != 0 ? " active low" : " active high");
}

static const char *gpio_value(struct collector *c, struct bytes value)
{
	struct text out = text_make(c->arena);
	for (size_t at = 0; at + 4 <= value.len;) {
		struct dt_node *controller = dt_find_phandle(c->tree, be32_at(value, at));
		uint32_t cells =
			controller == NULL ? 0 : dt_cell(c->tree, controller, "#gpio-cells", 0, 3);
		at += 4;
		if (controller == NULL || cells > 4 || !bytes_has(value, at, 4 * (uint64_t)cells))
			break;
		text_add(&out, out.len == 0 ? "" : ", ");
		add_gpio(c, &out, controller, bytes_at(value, at, 4 * (uint64_t)cells), cells);
		at += 4 * (size_t)cells;
	}
	return out.p;
}

static const char *supply_value(struct collector *c, struct bytes value)
{
	struct dt_node *node = dt_find_phandle(c->tree, be32_at(value, 0));
	const char *name = node == NULL ? NULL : dt_string(c->tree, node, "regulator-name", 0);
	if (node == NULL)
		return "nothing";
	return name != NULL ? name : node->name;
}

static int compare_strings(const void *a, const void *b)
{
	return strverscmp(*(const char *const *)a, *(const char *const *)b);
}

#define GROUPS_MAX 8
#define PINS_MAX   64

static size_t group_pins(struct collector *c, const struct dt_node *group, const char **pins,
                         size_t count)
{
	static const char *const names[] = { "pins", "allwinner,pins" };
	for (size_t k = 0; k < 2; k++)
		for (size_t i = 0; count < PINS_MAX; i++) {
			const char *pin = dt_string(c->tree, group, names[k], i);
			if (pin == NULL)
				break;
			pins[count++] = pin;
		}
	return count;
}

static const char *pins_value(struct collector *c, struct bytes value)
{
	struct text out = text_make(c->arena);
	const char *pins[PINS_MAX];
	size_t count = 0;
	for (size_t i = 0; i < GROUPS_MAX && 4 * i < value.len; i++) {
		struct dt_node *group = dt_find_phandle(c->tree, be32_at(value, 4 * i));
		if (group != NULL)
			count = group_pins(c, group, pins, count);
	}
	qsort(pins, count, sizeof(*pins), compare_strings);
	for (size_t i = 0; i < count; i++)
		text_printf(&out, "%s%s", i == 0 ? "" : " ", pins[i]);
	return out.p;
}

static bool is_text(struct bytes value)
{
	for (size_t i = 0; i < value.len; i++)
		if (value.p[i] != '\0' && (value.p[i] < ' ' || value.p[i] > '~'))
			return false;
	return value.len > 1 && value.p[0] != '\0' && value.p[value.len - 1] == '\0';
}

static const char *plain_value(struct collector *c, struct bytes value)
{
	struct text out = text_make(c->arena);
	if (value.len == 0)
		return "yes";
	if (is_text(value)) {
		for (size_t at = 0; at < value.len; at += strlen((const char *)value.p + at) + 1)
			text_printf(&out, "%s%s", at == 0 ? "" : " ", (const char *)value.p + at);
		return out.p;
	}
	for (size_t at = 0; at + 4 <= value.len; at += 4)
		text_printf(&out, "%s%u", at == 0 ? "" : " ", be32_at(value, at));
	return out.p;
}

/* ---- properties -------------------------------------------------------------------------- */

/* Properties that a board decides; everything else is the SoC's or wiring inside the tree. */
static const char *const board_properties[] = {
	"bus-width",
	"non-removable",
	"phy-mode",
	"dr_mode",
	"uart-has-rtscts",
	"model",
	"stdout-path",
	"regulator-min-microvolt",
	"regulator-max-microvolt",
	"regulator-always-on",
	"linux,code",
	"touchscreen-size-x",
	"touchscreen-size-y",
	"x-powers,drive-vbus-en",
	"compatible",
	NULL,
};

static bool is_board_property(const char *name)
{
	for (const char *const *p = board_properties; *p != NULL; p++)
		if (strcmp(*p, name) == 0)
			return true;
	return false;
}

static bool is_gpio_property(const char *name)
{
	return ends_with(name, "-gpios") || ends_with(name, "-gpio") ||
	       strcmp(name, "gpios") == 0 || strcmp(name, "gpio") == 0;
}

static void add_properties(struct collector *c, const char *subject, const struct dt_node *node,
                           bool soc_node)
{
	for (size_t i = 0; i < node->property_count; i++) {
		const struct dt_property *property = node->properties[i];
		const char *name = property->name;
		struct bytes value = dt_value(c->tree, property);
		if (is_gpio_property(name))
			add(c, subject, name, gpio_value(c, value));
		else if (ends_with(name, "-supply"))
			add(c, subject, name, supply_value(c, value));
		else if (strcmp(name, "pinctrl-0") == 0)
			add(c, subject, "pins", pins_value(c, value));
		else if (is_board_property(name) && !(soc_node && strcmp(name, "compatible") == 0))
			add(c, subject, name, plain_value(c, value));
	}
}

/* ---- nodes ------------------------------------------------------------------------------- */

static void add_below(struct collector *c, const char *subject, const struct dt_node *node,
                      unsigned depth)
{
	if (depth > DT_DEPTH || !dt_is_enabled(c->tree, node))
		return;
	add(c, subject, "on", "yes");
	add_properties(c, subject, node, false);
	for (size_t i = 0; i < node->child_count; i++)
		add_below(c, arena_printf(c->arena, "%s %s", subject, node->children[i]->name),
		          node->children[i], depth + 1);
}

static bool is_wiring(const struct dt_node *node)
{
	return strcmp(node->name, "port") == 0 || strcmp(node->name, "ports") == 0 ||
	       strncmp(node->name, "port@", 5) == 0;
}

/* Buses whose children are a board's chips; what else lies below a peripheral is the SoC's. */
static bool holds_chips(const struct dt_node *node)
{
	static const char *const names[] = { "i2c",  "rsb", "p2wi",   "spi",   "mmc",
		                             "mdio", "usb", "serial", "lradc", "nand-controller",
		                             NULL };
	size_t len = strcspn(node->name, "@");
	for (const char *const *name = names; *name != NULL; name++)
		if (strlen(*name) == len && strncmp(*name, node->name, len) == 0)
			return true;
	return false;
}

/* A MAC's bus of PHYs; behind a switch to one within the SoC, the outer one. */
static const struct dt_node *phy_bus(const struct dt_node *mac)
{
	const struct dt_node *mux = dt_child(mac, "mdio-mux");
	return mux != NULL ? dt_child(mux, "mdio@2") : dt_child(mac, "mdio");
}

static void add_chips(struct collector *c, const char *label, const struct dt_node *bus)
{
	for (size_t i = 0; i < bus->child_count; i++)
		if (!is_wiring(bus->children[i]) && peripheral_of(c, bus->children[i]) == NULL)
			add_below(c, arena_printf(c->arena, "%s %s", label, bus->children[i]->name),
			          bus->children[i], 0);
}

static void add_peripheral(struct collector *c, const struct soc_peripheral *peripheral,
                           const struct dt_node *node)
{
	if (!dt_is_enabled(c->tree, node))
		return;
	if (peripheral->disabled)
		add(c, peripheral->label, "on", "yes");
	add_properties(c, peripheral->label, node, true);
	if (holds_chips(node))
		add_chips(c, peripheral->label, node);
	else if (phy_bus(node) != NULL)
		add_chips(c, arena_printf(c->arena, "%s mdio", peripheral->label), phy_bus(node));
}

/* Below the root, what a SoC brings along; names that differ between kernels are left out too. */
static bool is_soc_node(const struct dt_node *node)
{
	static const char *const names[] = { "soc",        "cpus",          "clocks",
		                             "timer",      "thermal-zones", "pmu",
		                             "memory",     "aliases",       "reserved-memory",
		                             "psci",       "framebuffer",   "display-engine",
		                             "iio-hwmon",  "osc24M_clk",    "osc32k_clk",
		                             "__symbols__" };
	size_t len = strcspn(node->name, "@");
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (strlen(names[i]) == len && strncmp(node->name, names[i], len) == 0)
			return true;
	return strncmp(node->name, "opp", 3) == 0;
}

/* A child of the root. The SoC's own part of /chosen and of a sound card is no fact. */
static void add_root_node(struct collector *c, const struct dt_node *node)
{
	bool card = strcmp(node->name, "sound") == 0 && soc_peripheral(c->soc, "dai") != NULL;
	if (strcmp(node->name, "chosen") == 0)
		add_properties(c, node->name, node, true);
	else if (card && dt_has(node, "status") && dt_is_enabled(c->tree, node))
		add(c, node->name, "on", "yes");
	else if (!card && !is_soc_node(node))
		add_below(c, node->name, node, 0);
}

static int compare_facts(const void *a, const void *b)
{
	const struct board_fact *x = a, *y = b;
	int order = strverscmp(x->subject, y->subject);
	return order != 0 ? order : strcmp(x->name, y->name);
}

struct board_facts board_facts(struct arena *arena, struct dt_tree *tree, const struct soc *soc)
{
	struct collector c = { arena, tree, soc, { NULL, 0 } };
	add_properties(&c, "board", tree->root, true);
	for (struct dt_node *node = dt_next(tree->root); node != NULL; node = dt_next(node)) {
		const struct soc_peripheral *peripheral = peripheral_of(&c, node);
		if (peripheral != NULL)
			add_peripheral(&c, peripheral, node);
		else if (node->parent == tree->root)
			add_root_node(&c, node);
	}
	if (c.facts.count > 0)
		qsort(c.facts.list, c.facts.count, sizeof(*c.facts.list), compare_facts);
	return c.facts;
}

const char *board_soc_name(struct dt_tree *tree, const char *const *names, size_t count)
{
	const char *compatible;
	for (size_t i = 0; (compatible = dt_string(tree, tree->root, "compatible", i)) != NULL; i++)
		for (size_t k = 0; k < count; k++)
			if (ends_with(compatible, arena_printf(tree->arena, ",%s", names[k])))
				return names[k];
	return NULL;
}

/* ---- difference -------------------------------------------------------------------------- */

size_t board_facts_diff(const struct board_facts *a, const struct board_facts *b, struct text *out)
{
	size_t i = 0, k = 0, count = 0;
	while (i < a->count || k < b->count) {
		int order = i == a->count   ? 1
		            : k == b->count ? -1
		                            : compare_facts(&a->list[i], &b->list[k]);
		const struct board_fact *any = order <= 0 ? &a->list[i] : &b->list[k];
		const char *before = order <= 0 ? a->list[i++].value : "absent";
		const char *after = order >= 0 ? b->list[k++].value : "absent";
		if (order == 0 && strcmp(before, after) == 0)
			continue;
		text_printf(out, "%s: %s %s -> %s\n", any->subject, any->name, before, after);
		count++;
	}
	return count;
}
