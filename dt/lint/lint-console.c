/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "dt/lint/lint-console.h"

#include "lib/number.h"

#include <string.h>

/* UARTs that Xen 4.17 on 32-bit ARM drives (xen/drivers/char). */
#define XEN_UARTS                                                                                  \
	"snps,dw-apb-uart|ns16550|ns16550a|arm,pl011|arm,sbsa-uart|samsung,exynos4210-uart|"       \
	"ti,omap4-uart|renesas,scif|renesas,scifa|cdns,uart-r1p12|amlogic,meson-uart|"             \
	"marvell,armada-3700-uart"

static void dt040_dtuart_exists(struct lint *lint)
{
	const char *dtuart = lint_argument(lint->arena, lint->xen_args, "dtuart");

	if (dtuart &&
	    !dt_find(lint->tree, arena_strndup(lint->arena, dtuart, strcspn(dtuart, ":"))))
		lint_say(lint, lint->chosen, "xen,xen-bootargs",
		         "use an alias that /aliases has, or the full path of the UART",
		         "dtuart=%s is neither an alias nor a node of the tree", dtuart);
}

static void dt041_xen_has_a_console(struct lint *lint)
{
	const char *path = dt_string(lint->tree, lint->chosen, "stdout-path", 0);

	if (lint->xen_args && lint_argument(lint->arena, lint->xen_args, "dtuart"))
		return;
	if (!path)
		lint_say(lint, lint->chosen, "stdout-path",
		         "add stdout-path, or dtuart= to Xen's arguments",
		         "neither dtuart= nor stdout-path tell Xen where its console is");
	else if (!dt_find(lint->tree, arena_strndup(lint->arena, path, strcspn(path, ":"))))
		lint_say(lint, lint->chosen, "stdout-path", "use an alias that /aliases has",
		         "stdout-path \"%s\" is no node of the tree", path);
}

static void dt042_console_is_enabled(struct lint *lint)
{
	if (!dt_is_live(lint->tree, lint->uart))
		lint_say(lint, lint->uart, "status", "set status = \"okay\"",
		         "the console's UART is disabled");
}

static void dt043_xen_drives_the_console(struct lint *lint)
{
	const char *compatible = dt_string(lint->tree, lint->uart, "compatible", 0);

	if (!lint_is_one_of(lint, lint->uart, XEN_UARTS))
		lint_say(lint, lint->uart, "compatible",
		         "name the UART's hardware, as snps,dw-apb-uart",
		         "Xen has no driver for the console's UART %s",
		         compatible ? compatible : "without a compatible");
}

static void dt044_console_has_an_interrupt(struct lint *lint)
{
	if (!dt_has(lint->uart, "interrupts") && !dt_has(lint->uart, "interrupts-extended"))
		lint_say(
			lint, lint->uart, "interrupts", "add it from the SoC's tree",
			"the console's UART has no interrupt: it prints, and does not hear the keyboard");
}

/* Whether @node has SPI @number of the GIC. */
static bool has_spi(struct lint *lint, const struct dt_node *node, uint32_t number)
{
	size_t count = dt_cell_count(lint->tree, node, "interrupts");

	if (count < 3 || !lint->gic || lint_interrupt_parent(lint, node) != lint->gic)
		return false;
	for (size_t i = 0; i + 3 <= count; i += 3)
		if (dt_cell(lint->tree, node, "interrupts", i, 1) == 0 &&
		    dt_cell(lint->tree, node, "interrupts", i + 1, 0) == number)
			return true;
	return false;
}

static void dt045_console_interrupt_is_right(struct lint *lint)
{
	uint32_t found = dt_cell(lint->tree, lint->uart, "interrupts", 1, UINT32_MAX);
	uint64_t address, size;

	if (found == UINT32_MAX)
		return;
	if (lint->soc && lint_reg(lint, lint->uart, 0, &address, &size) &&
	    address == lint->soc->console && found != lint->soc->console_spi)
		lint_say(lint, lint->uart, "interrupts", "correct the number",
		         "the console's interrupt is SPI %u, on the %s it is SPI %u", found,
		         lint->soc->id, lint->soc->console_spi);
	for (struct dt_node *node = lint->tree->root; node; node = dt_next(node))
		if (node != lint->uart && dt_is_live(lint->tree, node) &&
		    has_spi(lint, node, found))
			lint_say(
				lint, lint->uart, "interrupts", "correct one of the two",
				"the console's interrupt SPI %u is also that of %s: Xen keeps it and "
				"dom0 cannot be built",
				found, dt_path(lint->arena, node));
}

static void dt046_register_stride(struct lint *lint)
{
	uint32_t shift = dt_cell(lint->tree, lint->uart, "reg-shift", 0, 0);

	if (dt_is_compatible(lint->tree, lint->uart, "snps,dw-apb-uart") && shift != 2)
		lint_say(lint, lint->uart, "reg-shift", "set reg-shift = <2>",
		         "the UART's registers are 4 bytes apart, reg-shift says %u",
		         1u << (shift & 7));
}

static void dt047_register_width(struct lint *lint)
{
	uint32_t width = dt_cell(lint->tree, lint->uart, "reg-io-width", 0, 1);

	/* A tree that says 1 has its reasons, on other SoCs than those we know. */
	if (dt_is_compatible(lint->tree, lint->uart, "snps,dw-apb-uart") && width != 4 &&
	    (lint->soc || !dt_has(lint->uart, "reg-io-width")))
		lint_say(lint, lint->uart, "reg-io-width", "set reg-io-width = <4>",
		         "the UART's registers are accessed %u bytes wide, the bus wants 4", width);
}

/* The digits behind @separator; 0 when there are none. */
static uint64_t rate_behind(struct lint *lint, const char *text, char separator)
{
	const char *p = text ? strchr(text, separator) : NULL;
	uint64_t rate = 0;

	if (!p || number_parse(arena_strndup(lint->arena, p + 1, strspn(p + 1, "0123456789")),
	                       &rate) != 0)
		return 0;
	return rate;
}

static void dt048_one_baud_rate(struct lint *lint)
{
	const char *console = lint->kernel_args && !lint->xen
	                              ? lint_argument(lint->arena, lint->kernel_args, "console")
	                              : NULL;
	uint64_t path =
		rate_behind(lint, dt_string(lint->tree, lint->chosen, "stdout-path", 0), ':');
	uint64_t kernel = rate_behind(lint, console, ',');
	uint64_t loader = lint->context->console_rate;

	if (path && loader && path != loader)
		lint_say(lint, lint->chosen, "stdout-path", "use one rate everywhere",
		         "stdout-path says %llu baud, the loader talks %llu",
		         (unsigned long long)path, (unsigned long long)loader);
	if (kernel && loader && kernel != loader)
		lint_say(lint, lint->chosen, "bootargs", "use one rate everywhere",
		         "console= says %llu baud, the loader talks %llu",
		         (unsigned long long)kernel, (unsigned long long)loader);
	if (!loader && kernel && path && kernel != path)
		lint_say(lint, lint->chosen, "bootargs", "use one rate everywhere",
		         "console= says %llu baud, stdout-path %llu", (unsigned long long)kernel,
		         (unsigned long long)path);
}

static const struct lint_rule rules[] = {
	{ "DT040", DIAG_NO, LINT_XEN, NEED_XEN_ARGS, NULL, dt040_dtuart_exists },
	{ "DT041", DIAG_NO, LINT_XEN, NEED_CHOSEN | NEED_COMPLETE, NULL, dt041_xen_has_a_console },
	{ "DT042", DIAG_NO, LINT_ANY, NEED_UART, NULL, dt042_console_is_enabled },
	{ "DT043", DIAG_NO, LINT_XEN, NEED_UART, NULL, dt043_xen_drives_the_console },
	{ "DT044", DIAG_WARNING, LINT_ANY, NEED_UART, NULL, dt044_console_has_an_interrupt },
	{ "DT045", DIAG_NO, LINT_ANY, NEED_UART, NULL, dt045_console_interrupt_is_right },
	{ "DT046", DIAG_NO, LINT_ANY, NEED_UART, NULL, dt046_register_stride },
	{ "DT047", DIAG_WARNING, LINT_ANY, NEED_UART, NULL, dt047_register_width },
	{ "DT048", DIAG_NO, LINT_ANY, NEED_CHOSEN, NULL, dt048_one_baud_rate },
};
const struct lint_table lint_console_rules = LINT_TABLE(rules);
