#include "good-tree.h"
#include "test.h"

#include "dt/lint-rules.h"

#include <string.h>

#define MIB ((uint64_t)1 << 20)

/* A good tree, everything that is known of its board, and one mistake to make. */
struct bench {
	struct dt_tree *tree;
	struct lint_context context;
	struct lint_file files[3];
};

static const char *const ramdisk_paths[] = { "init", "bin/busybox", NULL };

static void set_context(struct bench *bench, enum lint_for what_for)
{
	bench->files[0] = (struct lint_file){ "vmlinuz", GOOD_KERNEL, 0x500000, LINT_YES, false };
	bench->files[1] = (struct lint_file){ "initrd", GOOD_RAMDISK, 0x100000, LINT_NO, false };
	bench->files[2] = (struct lint_file){ "Xen", 0x41000000, 2 * MIB, LINT_UNKNOWN, false };
	bench->context = (struct lint_context){
		.what_for = what_for,
		.soc = "sun7i-a20",
		.compatible = "cubietech,cubieboard2",
		.ram_base = 0x40000000,
		.ram_size = 1024 * MIB,
		.console = "serial0",
		.tty = "ttyS0",
		.console_rate = 115200,
		.loader_adds_memory = LINT_YES,
		.loader_adds_psci = LINT_YES,
		.load_address = 0x43800000,
		.blob_size = 30000,
		.files = bench->files,
		.file_count = 3,
		.ramdisk = ramdisk_paths,
		.least = DIAG_WARNING,
	};
}

static struct dt_node *at(struct bench *bench, const char *path)
{
	return dt_find(bench->tree, path);
}

static void drop(struct bench *bench, const char *path, const char *property)
{
	dt_delete_property(at(bench, path), property);
}

static void drop_node(struct bench *bench, const char *path)
{
	dt_delete_node(at(bench, path));
}

static void text(struct bench *bench, const char *path, const char *property, const char *value)
{
	dt_set_string(bench->tree, at(bench, path), property, value);
}

static void cells(struct bench *bench, const char *path, const char *property, size_t count, ...)
{
	uint32_t values[12];
	va_list args;

	va_start(args, count);
	for (size_t i = 0; i < count; i++)
		values[i] = va_arg(args, uint32_t);
	va_end(args);
	dt_set_cells(bench->tree, at(bench, path), property, values, count);
}

static struct dt_node *node(struct bench *bench, const char *parent, const char *name)
{
	return dt_add_node(bench->tree, at(bench, parent), name);
}

#define GIC     "/soc/interrupt-controller@1c81000"
#define UART    "/soc/serial@1c28000"
#define KERNEL  "/chosen/module@42000000"
#define RAMDISK "/chosen/module@44000000"
#define XENARGS "/chosen", "xen,xen-bootargs"

static void add_domain(struct bench *b)
{
	node(b, "/chosen", "domU1");
	text(b, "/chosen/domU1", "compatible", "xen,domain");
	cells(b, "/chosen/domU1", "#address-cells", 1, 1);
	cells(b, "/chosen/domU1", "#size-cells", 1, 1);
	cells(b, "/chosen/domU1", "memory", 2, 0, 0x20000);
	cells(b, "/chosen/domU1", "cpus", 1, 1);
	dt_set_flag(b->tree, at(b, "/chosen/domU1"), "vpl011");
	node(b, "/chosen/domU1", "module@46000000");
	dt_add_string(b->tree,
	              dt_set_string(b->tree, at(b, "/chosen/domU1/module@46000000"), "compatible",
	                            "multiboot,kernel"),
	              "multiboot,module");
	cells(b, "/chosen/domU1/module@46000000", "reg", 2, 0x46000000, 0x500000);
	text(b, "/chosen/domU1/module@46000000", "bootargs", "console=ttyAMA0");
	b->context.files = NULL;
	b->context.file_count = 0;
}

/* One mistake each. */
static void m002(struct bench *b)
{
	b->context.blob_size = 2 * MIB + 1;
}
static void m003(struct bench *b)
{
	b->context.load_address = 0x43800004;
}
static void m004(struct bench *b)
{
	b->context.added_bytes = 500;
}
static void m005(struct bench *b)
{
	node(b, "/", "reserved-memory");
	cells(b, "/reserved-memory", "#address-cells", 1, 1);
	cells(b, "/reserved-memory", "#size-cells", 1, 1);
	dt_set_flag(b->tree, at(b, "/reserved-memory"), "ranges");
	node(b, "/reserved-memory", "pool@42400000");
	cells(b, "/reserved-memory/pool@42400000", "reg", 2, 0x42400000, 0x1000);
}
static void m010(struct bench *b)
{
	b->context.compatible = "mele,m9";
}
static void m011(struct bench *b)
{
	text(b, "/", "compatible", "acme,board");
	b->context.compatible = "acme,board";
}
static void m012(struct bench *b)
{
	drop(b, "/", "#size-cells");
}
static void m013(struct bench *b)
{
	drop(b, "/", "interrupt-parent");
}
static void m014(struct bench *b)
{
	drop(b, "/", "model");
}
static void m020(struct bench *b)
{
	text(b, GIC, "compatible", "arm,pl390");
}
static void m021(struct bench *b)
{
	cells(b, GIC, "reg", 4, 0x1c81000, 0x1000, 0x1c82000, 0x2000);
}
static void m022(struct bench *b)
{
	cells(b, GIC, "reg", 8, 0x1c81000, 0x1000, 0x1c82000, 0x1000, 0x1c84000, 0x2000, 0x1c86000,
	      0x2000);
}
static void m023(struct bench *b)
{
	cells(b, GIC, "reg", 8, 0x1c81000, 0x1000, 0x1c82000, 0x2000, 0x1c84010, 0x2000, 0x1c86000,
	      0x2000);
}
static void m024(struct bench *b)
{
	drop(b, GIC, "interrupts");
}
static void m025(struct bench *b)
{
	drop(b, GIC, "interrupt-controller");
}
static void m026(struct bench *b)
{
	cells(b, GIC, "reg", 8, 0x1c81000, 0x1000, 0x1c82000, 0x2000, 0x1c94000, 0x2000, 0x1c96000,
	      0x2000);
}
static void m030(struct bench *b)
{
	text(b, "/timer", "compatible", "allwinner,sun4i-a10-timer");
}
static void m031(struct bench *b)
{
	cells(b, "/timer", "interrupts", 6, 1, 13, 0xf08, 1, 14, 0xf08);
}
static void m032(struct bench *b)
{
	cells(b, "/timer", "clock-frequency", 1, 0);
}
static void m033(struct bench *b)
{
	dt_set_flag(b->tree, at(b, "/timer"), "arm,cpu-registers-not-fw-configured");
}
static void m040(struct bench *b)
{
	text(b, XENARGS, "console=dtuart dtuart=serial7");
}
static void m041(struct bench *b)
{
	text(b, XENARGS, "console=dtuart");
	drop(b, "/chosen", "stdout-path");
}
static void m042(struct bench *b)
{
	text(b, UART, "status", "disabled");
}
static void m043(struct bench *b)
{
	text(b, UART, "compatible", "acme,uart");
}
static void m044(struct bench *b)
{
	drop(b, UART, "interrupts");
}
static void m045(struct bench *b)
{
	cells(b, UART, "interrupts", 3, 0, 0, 1);
}
static void m046(struct bench *b)
{
	drop(b, UART, "reg-shift");
}
static void m047(struct bench *b)
{
	drop(b, UART, "reg-io-width");
}
static void m048(struct bench *b)
{
	text(b, "/chosen", "stdout-path", "serial0:9600n8");
}
static void m049(struct bench *b)
{
	text(b, KERNEL, "bootargs", "console=ttyS0 rdinit=/init");
}
static void m04a(struct bench *b)
{
	text(b, KERNEL, "bootargs", "console=hvc0 rdinit=/init root= /dev/mmcblk0p2");
}
static void m050(struct bench *b)
{
	drop_node(b, "/cpus");
}
static void m051(struct bench *b)
{
	drop(b, "/cpus/cpu@1", "device_type");
}
static void m052(struct bench *b)
{
	cells(b, "/cpus/cpu@0", "reg", 1, 0x100);
	cells(b, "/cpus/cpu@1", "reg", 1, 0x101);
}
static void m053(struct bench *b)
{
	drop_node(b, "/cpus/cpu@1");
}
static void m054(struct bench *b)
{
	b->context.loader_adds_psci = LINT_NO;
}
static void m060(struct bench *b)
{
	b->context.loader_adds_memory = LINT_NO;
}
static void m061(struct bench *b)
{
	node(b, "/", "memory@40000000");
	text(b, "/memory@40000000", "device_type", "memory");
	cells(b, "/memory@40000000", "reg", 2, 0x40000000, 0x80000000);
}
static void m063(struct bench *b)
{
	m005(b);
	drop(b, "/reserved-memory/pool@42400000", "reg");
	cells(b, "/reserved-memory/pool@42400000", "alloc-ranges", 2, 0x40000000, 0x10000000);
}
static void m070(struct bench *b)
{
	cells(b, "/chosen", "#address-cells", 1, 2);
}
static void m071(struct bench *b)
{
	drop_node(b, KERNEL);
	drop_node(b, RAMDISK);
}
static void m072(struct bench *b)
{
	text(b, KERNEL, "compatible", "multiboot,kernel");
}
static void m073(struct bench *b)
{
	dt_add_string(b->tree,
	              dt_set_string(b->tree, at(b, RAMDISK), "compatible", "multiboot,initrd"),
	              "multiboot,module");
}
static void m074(struct bench *b)
{
	cells(b, KERNEL, "reg", 2, 0x42001000, 0x500000);
}
static void m075(struct bench *b)
{
	cells(b, KERNEL, "reg", 2, 0x42000000, 0x1000);
}
static void m076(struct bench *b)
{
	cells(b, RAMDISK, "reg", 2, 0x42400000, 0x100000);
	b->files[1].address = 0x42400000;
}
static void m077(struct bench *b)
{
	b->files[0].zimage = LINT_NO;
}
static void m078(struct bench *b)
{
	drop(b, XENARGS);
}
static void m079(struct bench *b)
{
	text(b, XENARGS, "dtuart=serial0 dom0_mem=256");
}
static void m07a(struct bench *b)
{
	text(b, KERNEL, "bootargs", "console=hvc0 rdinit=/sbin/init");
}
static void m07b(struct bench *b)
{
	cells(b, "/chosen", "linux,initrd-start", 1, 0x49000000);
}
static void m080(struct bench *b)
{
	add_domain(b);
	cells(b, "/chosen/domU1", "memory", 1, 0x20000);
}
static void m081(struct bench *b)
{
	add_domain(b);
	cells(b, "/chosen/domU1/module@46000000", "reg", 2, GOOD_KERNEL, 0x500000);
}
static void m082(struct bench *b)
{
	add_domain(b);
	drop(b, "/chosen/domU1", "vpl011");
}
static void m083(struct bench *b)
{
	add_domain(b);
	drop(b, "/chosen/domU1", "#address-cells");
	drop(b, "/chosen/domU1", "#size-cells");
}
static void m084(struct bench *b)
{
	text(b, KERNEL, "compatible", "multiboot,module");
	text(b, RAMDISK, "compatible", "multiboot,module");
}
static void m090(struct bench *b)
{
	text(b, "/soc/watchdog@1c20c90", "status", "disabled");
}
static void m091(struct bench *b)
{
	b->context.soc = "exynos5250";
	text(b, "/", "compatible", "samsung,exynos5250");
	b->context.compatible = NULL;
}

struct lint_case {
	const char *id;
	void (*mistake)(struct bench *bench);
	bool linux_alone, also_others; /* others: the mistake breaks more rules than one */
};
static const struct lint_case cases[] = {
	{ "DT002", m002, 0, 0 }, { "DT003", m003, 0, 0 }, { "DT004", m004, 0, 0 },
	{ "DT005", m005, 0, 0 }, { "DT010", m010, 0, 0 }, { "DT011", m011, 0, 0 },
	{ "DT012", m012, 0, 0 }, { "DT013", m013, 0, 0 }, { "DT014", m014, 0, 0 },
	{ "DT020", m020, 0, 0 }, { "DT021", m021, 0, 0 }, { "DT022", m022, 0, 0 },
	{ "DT023", m023, 0, 0 }, { "DT024", m024, 0, 0 }, { "DT025", m025, 0, 0 },
	{ "DT026", m026, 0, 0 }, { "DT030", m030, 0, 0 }, { "DT031", m031, 0, 0 },
	{ "DT032", m032, 0, 0 }, { "DT033", m033, 1, 0 }, { "DT040", m040, 0, 0 },
	{ "DT041", m041, 0, 0 }, { "DT042", m042, 0, 0 }, { "DT043", m043, 0, 0 },
	{ "DT044", m044, 0, 0 }, { "DT045", m045, 0, 0 }, { "DT046", m046, 0, 0 },
	{ "DT047", m047, 0, 0 }, { "DT048", m048, 0, 0 }, { "DT049", m049, 0, 0 },
	{ "DT04A", m04a, 0, 0 }, { "DT050", m050, 0, 0 }, { "DT051", m051, 0, 0 },
	{ "DT052", m052, 0, 0 }, { "DT053", m053, 0, 0 }, { "DT054", m054, 0, 0 },
	{ "DT060", m060, 0, 0 }, { "DT061", m061, 0, 0 }, { "DT063", m063, 0, 0 },
	{ "DT070", m070, 0, 0 }, { "DT071", m071, 0, 1 }, { "DT072", m072, 0, 0 },
	{ "DT073", m073, 0, 0 }, { "DT074", m074, 0, 1 }, { "DT075", m075, 0, 0 },
	{ "DT076", m076, 0, 0 }, { "DT077", m077, 0, 0 }, { "DT078", m078, 0, 0 },
	{ "DT079", m079, 0, 0 }, { "DT07A", m07a, 0, 0 }, { "DT07B", m07b, 0, 0 },
	{ "DT080", m080, 0, 0 }, { "DT081", m081, 0, 0 }, { "DT082", m082, 0, 0 },
	{ "DT083", m083, 0, 0 }, { "DT084", m084, 0, 0 }, { "DT090", m090, 0, 0 },
	{ "DT091", m091, 0, 1 },
};
#define CASES (sizeof(cases) / sizeof(*cases))

static void prepare(struct test *test, struct bench *bench, bool linux_alone)
{
	bench->tree = linux_alone ? good_linux_tree(test->arena) : good_xen_tree(test->arena);
	set_context(bench, linux_alone ? LINT_LINUX : LINT_XEN);
	test->diags = diags_make(test->arena);
}

static void test_a_good_tree_breaks_no_rule_under_xen_and_alone(void **state)
{
	struct test *test = *state;
	struct bench bench;

	for (int alone = 0; alone < 2; alone++) {
		prepare(test, &bench, alone);
		assert_int_equal(lint_tree(bench.tree, &bench.context, &test->diags), 0);
		assert_string_equal(test_said(test), "");
	}
}

static void test_a_good_domain_breaks_no_rule(void **state)
{
	struct test *test = *state;
	struct bench bench;

	prepare(test, &bench, false);
	add_domain(&bench);
	assert_int_equal(lint_tree(bench.tree, &bench.context, &test->diags), 0);
	assert_string_equal(test_said(test), "");
}

static const struct lint_rule *rule_of(const char *id)
{
	const struct lint_table *const tables[] = { &lint_board_rules,   &lint_cores_rules,
		                                    &lint_console_rules, &lint_xen_rules,
		                                    &lint_domain_rules,  &lint_arguments_rules };
	for (size_t t = 0; t < 6; t++)
		for (size_t i = 0; i < tables[t]->count; i++)
			if (strcmp(tables[t]->rules[i].id, id) == 0)
				return &tables[t]->rules[i];
	return NULL;
}

static void test_every_mistake_is_found_by_its_rule_and_by_no_other(void **state)
{
	struct test *test = *state;
	struct bench bench;

	for (size_t i = 0; i < CASES; i++) {
		prepare(test, &bench, cases[i].linux_alone);
		bench.context.least =
			rule_of(cases[i].id)->severity == DIAG_NOTE ? DIAG_NOTE : DIAG_WARNING;
		cases[i].mistake(&bench);
		int result = lint_tree(bench.tree, &bench.context, &test->diags);
		if (!test_said_id(test, cases[i].id))
			fail_msg("%s did not fire; said: %s", cases[i].id, test_said(test));
		for (size_t d = 0; d < test->diags.count && !cases[i].also_others; d++)
			if (bench.context.least > DIAG_NOTE &&
			    strcmp(test->diags.list[d].id, cases[i].id) != 0)
				fail_msg("%s: also said %s", cases[i].id, test_said(test));
		assert_int_equal(result, rule_of(cases[i].id)->severity >= DIAG_NO ? -1 : 0);
	}
}

static void test_every_rule_has_a_case(void **state)
{
	const struct lint_table *const tables[] = { &lint_board_rules,   &lint_cores_rules,
		                                    &lint_console_rules, &lint_xen_rules,
		                                    &lint_domain_rules,  &lint_arguments_rules };
	size_t rules = 0;
	(void)state;

	for (size_t t = 0; t < 6; t++)
		for (size_t i = 0; i < tables[t]->count; i++, rules++) {
			bool found = false;
			for (size_t c = 0; c < CASES; c++)
				found = found || !strcmp(cases[c].id, tables[t]->rules[i].id);
			if (!found)
				fail_msg("%s has no tree it fires on", tables[t]->rules[i].id);
		}
	assert_int_equal(rules, CASES);
}

static void test_prerequisites_name_rules_that_exist(void **state)
{
	const struct lint_table *const tables[] = { &lint_board_rules,   &lint_cores_rules,
		                                    &lint_console_rules, &lint_xen_rules,
		                                    &lint_domain_rules,  &lint_arguments_rules };
	struct test *test = *state;

	for (size_t t = 0; t < 6; t++)
		for (size_t i = 0; i < tables[t]->count; i++) {
			const char *p = tables[t]->rules[i].after;
			for (; p && *p; p += 5, p += strspn(p, " "))
				assert_non_null(rule_of(arena_strndup(test->arena, p, 5)));
		}
}

static void test_a_bare_tree_with_nothing_known_runs_only_the_rules_that_need_nothing(void **state)
{
	struct test *test = *state;
	struct lint_context context = { .least = DIAG_WARNING };
	struct dt_tree *tree = good_board_tree(test->arena);

	assert_int_equal(lint_tree(tree, &context, &test->diags), 0);
	assert_string_equal(test_said(test), "");
}

static void test_an_empty_tree_is_judged_without_a_crash(void **state)
{
	struct test *test = *state;
	struct lint_context context = { .what_for = LINT_XEN, .least = DIAG_NOTE };

	assert_int_equal(lint_tree(dt_tree_make(test->arena, "empty.dtb"), &context, &test->diags),
	                 -1);
	assert_true(test_said_id(test, "DT020"));
	assert_true(test_said_id(test, "DT030"));
	assert_true(test_said_id(test, "DT050"));
	assert_false(test_said_id(test, "DT051"));
}

static void test_a_message_names_node_property_found_and_expected(void **state)
{
	struct test *test = *state;
	struct bench bench;

	prepare(test, &bench, false);
	m045(&bench);
	lint_tree(bench.tree, &bench.context, &test->diags);
	assert_string_equal(
		test_said(test),
		"good.dtb: /soc/serial@1c28000: interrupts: error DT045: the console's interrupt "
		"is SPI 0, on the sun7i-a20 it is SPI 1\n"
		"  hint: correct the number\n");
}

/* Trees that look like a mistake and are none. */
static void assert_silent(struct test *test, struct bench *bench)
{
	lint_tree(bench->tree, &bench->context, &test->diags);
	assert_string_equal(test_said(test), "");
	prepare(test, bench, false);
}

static void test_what_only_looks_like_a_mistake_is_no_mistake(void **state)
{
	struct test *test = *state;
	struct bench b;

	prepare(test, &b, false);
	text(&b, GIC, "compatible", "arm,cortex-a7-gic");
	assert_silent(test, &b);
	cells(&b, "/timer", "clock-frequency", 1, 24000000);
	assert_silent(test, &b);
	text(&b, XENARGS, "console=dtuart"); /* stdout-path is enough */
	assert_silent(test, &b);
	text(&b, XENARGS, "dtuart=/soc/serial@1c28000");
	assert_silent(test, &b);
	text(&b, XENARGS, "dtuart=serial0 dom0_mem=64M");
	assert_silent(test, &b);
	text(&b, XENARGS, "dtuart=serial0 dom0_mem=128M,max:256M");
	assert_silent(test, &b);
	text(&b, XENARGS, "dtuart=serial0 dom0_mem=798M");
	assert_silent(test, &b);
	text(&b, KERNEL, "bootargs", "console=tty0 console=hvc0 rdinit=/init");
	assert_silent(test, &b);
	text(&b, KERNEL, "bootargs", "console=hvc0 root=/dev/mmcblk0p2");
	assert_silent(test, &b);
	cells(&b, KERNEL, "reg", 2, GOOD_KERNEL, 0x500010); /* slightly larger is fine */
	assert_silent(test, &b);
	drop(&b, "/chosen", "#address-cells"); /* the root's are the same */
	assert_silent(test, &b);
	drop(&b, UART, "status");
	assert_silent(test, &b);
}

static void test_the_old_strings_of_xen_4_4_are_modules_too(void **state)
{
	struct test *test = *state;
	struct bench b;

	prepare(test, &b, false);
	dt_add_string(b.tree,
	              dt_set_string(b.tree, at(&b, KERNEL), "compatible", "xen,linux-zimage"),
	              "xen,multiboot-module");
	dt_add_string(b.tree,
	              dt_set_string(b.tree, at(&b, RAMDISK), "compatible", "xen,linux-initrd"),
	              "xen,multiboot-module");
	assert_silent(test, &b);
}

static void test_dom0_arguments_in_chosen_count_when_the_module_has_none(void **state)
{
	struct test *test = *state;
	struct bench b;

	prepare(test, &b, false);
	drop(&b, KERNEL, "bootargs");
	text(&b, "/chosen", "xen,dom0-bootargs", "console=ttyS0 rdinit=/init");
	lint_tree(b.tree, &b.context, &test->diags);
	assert_true(test_said_id(test, "DT049"));
}

static void check_dom0_mem(struct test *test, const char *value, const char *said)
{
	struct bench b;

	prepare(test, &b, false);
	text(&b, XENARGS, arena_printf(test->arena, "dtuart=serial0 dom0_mem=%s", value));
	lint_tree(b.tree, &b.context, &test->diags);
	assert_non_null(strstr(test_said(test), said));
}

static void test_memory_of_dom0_that_panicked_in_real_runs_is_refused(void **state)
{
	check_dom0_mem(*state, "256", "has no unit and means KiB");
	check_dom0_mem(*state, "16M", "would crash in its first instructions");
	check_dom0_mem(*state, "96M", "below 128 MiB only powers of two");
	check_dom0_mem(*state, "896M", "is more than Xen can give of 1 GiB of RAM");
	check_dom0_mem(*state, "2G", "is more than Xen can give of 1 GiB of RAM");
	check_dom0_mem(*state, "lots", "is no size");
}

static void test_a_disabled_bus_disables_the_console_behind_it(void **state)
{
	struct test *test = *state;
	struct bench b;

	prepare(test, &b, false);
	text(&b, "/soc", "status", "disabled");
	lint_tree(b.tree, &b.context, &test->diags);
	assert_true(test_said_id(test, "DT042"));
	assert_true(test_said_id(test, "DT020"));
}

static void test_a_shared_console_interrupt_names_the_other_device(void **state)
{
	struct test *test = *state;
	struct bench b;

	prepare(test, &b, false);
	cells(&b, "/soc/mmc@1c0f000", "interrupts", 3, 0, 1, 4);
	lint_tree(b.tree, &b.context, &test->diags);
	assert_non_null(strstr(test_said(test), "is also that of /soc/mmc@1c0f000"));
	prepare(test, &b, false);
	cells(&b, "/soc/mmc@1c0f000", "interrupts", 3, 0, 1, 4);
	text(&b, "/soc/mmc@1c0f000", "status", "disabled");
	lint_tree(b.tree, &b.context, &test->diags);
	assert_string_equal(test_said(test), "");
}

static void test_addresses_are_read_through_a_bus_with_ranges(void **state)
{
	struct test *test = *state;
	struct bench b;

	prepare(test, &b, false);
	cells(&b, "/soc", "ranges", 3, 0, 0x1c00000, 0x100000);
	cells(&b, GIC, "reg", 8, 0x81000, 0x1000, 0x82000, 0x2000, 0x84000, 0x2000, 0x86000,
	      0x2000);
	cells(&b, UART, "reg", 2, 0x28000, 0x400);
	assert_silent(test, &b);
}

static void test_an_allowed_rule_is_a_note_and_lets_the_tree_pass(void **state)
{
	static const char *const allowed[] = { "DT042", NULL };
	struct test *test = *state;
	struct bench b;

	prepare(test, &b, false);
	test->diags.allowed = allowed;
	m042(&b);
	assert_int_equal(lint_tree(b.tree, &b.context, &test->diags), 0);
	assert_true(test_said_id(test, "DT042"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_a_good_tree_breaks_no_rule_under_xen_and_alone),
		TEST(test_a_good_domain_breaks_no_rule),
		TEST(test_every_mistake_is_found_by_its_rule_and_by_no_other),
		TEST(test_every_rule_has_a_case),
		TEST(test_prerequisites_name_rules_that_exist),
		TEST(test_a_bare_tree_with_nothing_known_runs_only_the_rules_that_need_nothing),
		TEST(test_an_empty_tree_is_judged_without_a_crash),
		TEST(test_a_message_names_node_property_found_and_expected),
		TEST(test_what_only_looks_like_a_mistake_is_no_mistake),
		TEST(test_the_old_strings_of_xen_4_4_are_modules_too),
		TEST(test_dom0_arguments_in_chosen_count_when_the_module_has_none),
		TEST(test_memory_of_dom0_that_panicked_in_real_runs_is_refused),
		TEST(test_a_disabled_bus_disables_the_console_behind_it),
		TEST(test_a_shared_console_interrupt_names_the_other_device),
		TEST(test_addresses_are_read_through_a_bus_with_ranges),
		TEST(test_an_allowed_rule_is_a_note_and_lets_the_tree_pass),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
