/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fex2dts/base/base.h"

#include "dt/tree/tree-build.h"

#include <string.h>

/* Nodes below the root that a SoC's dtsi brings; everything else there is a board's. */
static const char *const root_nodes[] = { "aliases",
	                                  "chosen",
	                                  "cpus",
	                                  "clocks",
	                                  "soc",
	                                  "timer",
	                                  "pmu",
	                                  "thermal-zones",
	                                  "display-engine",
	                                  "psci",
	                                  "opp-table",
	                                  "opp_table",
	                                  "reserved-memory",
	                                  "interrupt-controller",
	                                  "iio-hwmon",
	                                  "osc24M_clk",
	                                  "osc32k_clk",
	                                  NULL };

/* Properties of peripherals that only a board can know. */
static const char *const board_properties[] = { "bus-width",
	                                        "non-removable",
	                                        "broken-cd",
	                                        "cd-inverted",
	                                        "wp-inverted",
	                                        "disable-wp",
	                                        "mmc-pwrseq",
	                                        "cap-mmc-hw-reset",
	                                        "cap-sdio-irq",
	                                        "cap-sd-highspeed",
	                                        "cap-mmc-highspeed",
	                                        "keep-power-in-suspend",
	                                        "wakeup-source",
	                                        "no-1-8-v",
	                                        "mmc-ddr-1_8v",
	                                        "mmc-hs200-1_8v",
	                                        "sd-uhs-sdr50",
	                                        "no-sd",
	                                        "no-sdio",
	                                        "phy-mode",
	                                        "phy-connection-type",
	                                        "phy-handle",
	                                        "phy",
	                                        "dr_mode",
	                                        "uart-has-rtscts",
	                                        "allwinner,leds-active-low",
	                                        "allwinner,tx-delay-ps",
	                                        "allwinner,rx-delay-ps",
	                                        "allwinner,audio-routing",
	                                        "snps,reset-gpio",
	                                        "snps,reset-active-low",
	                                        "snps,reset-delays-us",
	                                        "linux,rc-map-name",
	                                        "clock-frequency",
	                                        "nand-ecc-mode",
	                                        "local-mac-address",
	                                        "spi-max-frequency",
	                                        NULL };

static bool in_list(const char *const *list, const char *name, size_t len)
{
	for (; *list; list++)
		if (strlen(*list) == len && strncmp(*list, name, len) == 0)
			return true;
	return false;
}

static bool ends_with(const char *text, const char *end)
{
	size_t len = strlen(text), tail = strlen(end);
	return len >= tail && strcmp(text + len - tail, end) == 0;
}

static bool is_board_property(const char *name)
{
	return in_list(board_properties, name, strlen(name)) || ends_with(name, "-supply") ||
	       ends_with(name, "-gpios") || ends_with(name, "-gpio");
}

static void delete_board_properties(struct dt_node *node)
{
	for (size_t i = node->property_count; i-- > 0;)
		if (is_board_property(node->properties[i]->name))
			dt_delete_property(node, node->properties[i]->name);
}

/* ---- peripherals ------------------------------------------------------------------------- */

static void set_default_pins(struct dt_tree *tree, struct dt_node *node, const struct soc *soc,
                             const char *label)
{
	const struct soc_group *group = *label ? soc_group(soc, label) : NULL;
	struct dt_node *target = group ? dt_find_label(tree, label) : NULL;
	if (target) {
		dt_set_string(tree, node, "pinctrl-names", "default");
		dt_set_reference(tree, node, "pinctrl-0", target);
		return;
	}
	dt_delete_property(node, "pinctrl-0");
	dt_delete_property(node, "pinctrl-1");
	dt_delete_property(node, "pinctrl-names");
}

/* Buses whose children are a board's chips; of a MAC's mdio the bus itself stays. */
static bool holds_chips(const struct dt_node *node)
{
	static const char *const names[] = { "i2c",    "rsb",   "p2wi",
		                             "spi",    "mmc",   "mdio",
		                             "serial", "lradc", "nand-controller",
		                             "usb",    NULL };
	return in_list(names, node->name, strcspn(node->name, "@"));
}

static void delete_children(struct dt_node *node)
{
	while (node->child_count)
		dt_delete_node(node->children[node->child_count - 1]);
}

static void strip_peripheral(struct dt_tree *tree, struct dt_node *node, const struct soc *soc,
                             const struct soc_peripheral *peripheral)
{
	if (peripheral->disabled)
		dt_set_string(tree, node, "status", "disabled");
	else
		dt_delete_property(node, "status");
	delete_board_properties(node);
	set_default_pins(tree, node, soc, peripheral->group);
	if (holds_chips(node))
		delete_children(node);
	struct dt_node *mdio = dt_child(node, "mdio"), *mux = dt_child(node, "mdio-mux");
	struct dt_node *outside = mux ? dt_child(mux, "mdio@2") : NULL;
	if (mdio)
		delete_children(mdio);
	if (outside)
		delete_children(outside);
	if (*peripheral->label && !dt_find_label(tree, peripheral->label))
		dt_add_label(tree, node, peripheral->label);
}

/* A node of the SoC's bus by its address; sub-buses are one level deeper. */
static struct dt_node *peripheral_node(struct dt_tree *tree, const struct soc_peripheral *wanted)
{
	uint64_t address;
	size_t len = strlen(wanted->node);
	for (struct dt_node *node = tree->root; node; node = dt_next(node))
		if (node->parent && strncmp(node->name, wanted->node, len) == 0 &&
		    node->name[len] == '@' && dt_unit_address(node, &address) &&
		    address == wanted->address)
			return node;
	return NULL;
}

static void label_groups(struct dt_tree *tree, const struct soc *soc)
{
	for (size_t i = 0; i < soc->group_count; i++) {
		const struct soc_group *group = &soc->groups[i];
		struct dt_node *controller = dt_find_label(tree, group->controller);
		struct dt_node *node = controller ? dt_child(controller, group->node) : NULL;
		if (node && !dt_find_label(tree, group->label))
			dt_add_label(tree, node, group->label);
	}
}

static bool is_soc_group(const struct soc *soc, const char *node)
{
	for (size_t i = 0; i < soc->group_count; i++)
		if (strcmp(soc->groups[i].node, node) == 0)
			return true;
	return false;
}

/* Pin groups that mainline's dtsi does not know are the board's. */
static void strip_groups(struct dt_tree *tree, const struct soc *soc)
{
	static const char *const controllers[] = { "pio", "r_pio" };
	for (size_t k = 0; k < 2; k++) {
		struct dt_node *node = dt_find_label(tree, controllers[k]);
		for (size_t i = node ? node->child_count : 0; i-- > 0;)
			if (!is_soc_group(soc, node->children[i]->name))
				dt_delete_node(node->children[i]);
	}
}

/* ---- links between displays and what a board plugs in ------------------------------------- */

static bool lies_below(const struct dt_node *node, const struct dt_node *above)
{
	for (; node; node = node->parent)
		if (node == above)
			return true;
	return false;
}

static void strip_endpoints(struct dt_tree *tree)
{
	for (struct dt_node *node = tree->root, *next; node; node = next) {
		next = dt_next(node);
		if (strncmp(node->name, "endpoint", 8) != 0)
			continue;
		uint32_t phandle = dt_cell(tree, node, "remote-endpoint", 0, 0);
		if (!dt_has(node, "remote-endpoint") || dt_find_phandle(tree, phandle))
			continue;
		while (next && lies_below(next, node))
			next = dt_next(next);
		dt_delete_node(node);
	}
}

/* ---- the root ---------------------------------------------------------------------------- */

static bool is_soc_node(const char *name)
{
	size_t len = strcspn(name, "@");
	for (const char *const *known = root_nodes; *known; known++)
		if (strncmp(*known, name, strlen(*known)) == 0 && strlen(*known) <= len)
			return true;
	return false;
}

/* Where the SoC has the codec's other end apart, the card between them is its dtsi's, too. */
static bool keep_card(struct dt_tree *tree, struct dt_node *node, const struct soc *soc)
{
	if (strcmp(node->name, "sound") != 0 || !soc_peripheral(soc, "dai"))
		return false;
	dt_set_string(tree, node, "status", "disabled");
	return true;
}

static void strip_root(struct dt_tree *tree, const struct soc *soc)
{
	for (size_t i = tree->root->child_count; i-- > 0;)
		if (!is_soc_node(tree->root->children[i]->name) &&
		    !keep_card(tree, tree->root->children[i], soc))
			dt_delete_node(tree->root->children[i]);
	struct dt_node *aliases = dt_child(tree->root, "aliases");
	for (size_t i = aliases ? aliases->property_count : 0; i-- > 0;) {
		const char *name = aliases->properties[i]->name;
		const char *path = dt_string(tree, aliases, name, 0);
		bool to_mac = path && (strstr(path, "/ethernet@") != NULL);
		if (strcmp(name, "ethernet0") != 0 || !to_mac || !dt_find(tree, path))
			dt_delete_property(aliases, name);
	}
	struct dt_node *chosen = dt_child(tree->root, "chosen");
	if (chosen) {
		dt_delete_property(chosen, "stdout-path");
		dt_delete_property(chosen, "bootargs");
	}
	struct dt_node *clocks = dt_child(tree->root, "clocks");
	for (size_t i = 0; clocks && i < clocks->child_count; i++) {
		struct dt_node *clock = clocks->children[i];
		if (dt_has(clock, "clocks") &&
		    !dt_find_phandle(tree, dt_cell(tree, clock, "clocks", 0, 0)))
			dt_delete_property(clock, "clocks"); /* it came from a chip of the board */
	}
	struct dt_node *cpus = dt_child(tree->root, "cpus");
	for (size_t i = 0; cpus && i < cpus->child_count; i++)
		delete_board_properties(cpus->children[i]);
}

/* Simple framebuffers carry the supplies of a board's panel. */
static void strip_framebuffers(struct dt_tree *tree)
{
	for (struct dt_node *node = tree->root; node; node = dt_next(node))
		if (strncmp(node->name, "framebuffer", 11) == 0)
			delete_board_properties(node);
}

static void label_by_compatible(struct dt_tree *tree, const char *compatible, const char *label)
{
	struct dt_node *node = dt_find_compatible(tree, NULL, compatible);
	if (!node || dt_find_label(tree, label))
		return;
	dt_add_label(tree, node, label);
}

static bool is_of_soc(struct dt_tree *tree, const struct soc *soc)
{
	return dt_is_compatible(tree, tree->root, soc->compatible);
}

int base_strip(struct dt_tree *tree, const struct soc *soc, struct diags *diags)
{
	if (!is_of_soc(tree, soc)) {
		const char *last = NULL, *name;
		for (size_t i = 0; (name = dt_string(tree, tree->root, "compatible", i)); i++)
			last = name; /* boards first, their SoC last */
		return diag_error(diags, "FX310", at_file(tree->name),
		                  "take the tree of a board with that SoC, or set --soc",
		                  "the base is for %s, the board is for %s",
		                  last ? last : "nothing", soc->compatible);
	}
	for (size_t i = 0; i < soc->peripheral_count; i++) {
		const struct soc_peripheral *peripheral = &soc->peripherals[i];
		struct dt_node *node = peripheral_node(tree, peripheral);
		if (node && *peripheral->label && !dt_find_label(tree, peripheral->label))
			dt_add_label(tree, node, peripheral->label);
	}
	label_groups(tree, soc);
	label_by_compatible(tree, "allwinner,sun4i-a10-sram-d", "otg_sram");
	label_by_compatible(tree, "allwinner,sun4i-a10-sram-a3-a4", "emac_sram");
	for (size_t i = 0; i < soc->peripheral_count; i++) {
		struct dt_node *node = peripheral_node(tree, &soc->peripherals[i]);
		if (node)
			strip_peripheral(tree, node, soc, &soc->peripherals[i]);
	}
	strip_groups(tree, soc);
	strip_root(tree, soc);
	strip_endpoints(tree);
	strip_framebuffers(tree);
	return 0;
}
