/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lint-bench.h"

#include "dt/tree/tree-build.h"

#include <string.h>

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

struct dt_node *bench_at(struct bench *bench, const char *path)
{
	return dt_find(bench->tree, path);
}

void bench_drop(struct bench *bench, const char *path, const char *property)
{
	dt_delete_property(bench_at(bench, path), property);
}

void bench_drop_node(struct bench *bench, const char *path)
{
	dt_delete_node(bench_at(bench, path));
}

void bench_text(struct bench *bench, const char *path, const char *property, const char *value)
{
	dt_set_string(bench->tree, bench_at(bench, path), property, value);
}

void bench_cells(struct bench *bench, const char *path, const char *property, size_t count, ...)
{
	uint32_t values[12];
	va_list args;

	va_start(args, count);
	for (size_t i = 0; i < count; i++)
		values[i] = va_arg(args, uint32_t);
	va_end(args);
	dt_set_cells(bench->tree, bench_at(bench, path), property, values, count);
}

struct dt_node *bench_node(struct bench *bench, const char *parent, const char *name)
{
	return dt_add_node(bench->tree, bench_at(bench, parent), name);
}

void bench_add_domain(struct bench *b)
{
	bench_node(b, "/chosen", "domU1");
	bench_text(b, "/chosen/domU1", "compatible", "xen,domain");
	bench_cells(b, "/chosen/domU1", "#address-cells", 1, 1);
	bench_cells(b, "/chosen/domU1", "#size-cells", 1, 1);
	bench_cells(b, "/chosen/domU1", "memory", 2, 0, 0x20000);
	bench_cells(b, "/chosen/domU1", "cpus", 1, 1);
	dt_set_flag(b->tree, bench_at(b, "/chosen/domU1"), "vpl011");
	bench_node(b, "/chosen/domU1", "module@46000000");
	dt_add_string(b->tree,
	              dt_set_string(b->tree, bench_at(b, "/chosen/domU1/module@46000000"),
	                            "compatible", "multiboot,kernel"),
	              "multiboot,module");
	bench_cells(b, "/chosen/domU1/module@46000000", "reg", 2, 0x46000000, 0x500000);
	bench_text(b, "/chosen/domU1/module@46000000", "bootargs", "console=ttyAMA0");
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
	bench_node(b, "/", "reserved-memory");
	bench_cells(b, "/reserved-memory", "#address-cells", 1, 1);
	bench_cells(b, "/reserved-memory", "#size-cells", 1, 1);
	dt_set_flag(b->tree, bench_at(b, "/reserved-memory"), "ranges");
	bench_node(b, "/reserved-memory", "pool@42400000");
	bench_cells(b, "/reserved-memory/pool@42400000", "reg", 2, 0x42400000, 0x1000);
}
static void m010(struct bench *b)
{
	b->context.compatible = "mele,m9";
}
static void m011(struct bench *b)
{
	bench_text(b, "/", "compatible", "acme,board");
	b->context.compatible = "acme,board";
}
static void m012(struct bench *b)
{
	bench_drop(b, "/", "#size-cells");
}
static void m013(struct bench *b)
{
	bench_drop(b, "/", "interrupt-parent");
}
static void m014(struct bench *b)
{
	bench_drop(b, "/", "model");
}
static void m020(struct bench *b)
{
	bench_text(b, GIC, "compatible", "arm,pl390");
}
static void m021(struct bench *b)
{
	bench_cells(b, GIC, "reg", 4, 0x1c81000, 0x1000, 0x1c82000, 0x2000);
}
static void m022(struct bench *b)
{
	bench_cells(b, GIC, "reg", 8, 0x1c81000, 0x1000, 0x1c82000, 0x1000, 0x1c84000, 0x2000,
	            0x1c86000, 0x2000);
}
static void m023(struct bench *b)
{
	bench_cells(b, GIC, "reg", 8, 0x1c81000, 0x1000, 0x1c82000, 0x2000, 0x1c84010, 0x2000,
	            0x1c86000, 0x2000);
}
static void m024(struct bench *b)
{
	bench_drop(b, GIC, "interrupts");
}
static void m025(struct bench *b)
{
	bench_drop(b, GIC, "interrupt-controller");
}
static void m026(struct bench *b)
{
	bench_cells(b, GIC, "reg", 8, 0x1c81000, 0x1000, 0x1c82000, 0x2000, 0x1c94000, 0x2000,
	            0x1c96000, 0x2000);
}
static void m030(struct bench *b)
{
	bench_text(b, "/timer", "compatible", "allwinner,sun4i-a10-timer");
}
static void m031(struct bench *b)
{
	bench_cells(b, "/timer", "interrupts", 6, 1, 13, 0xf08, 1, 14, 0xf08);
}
static void m032(struct bench *b)
{
	bench_cells(b, "/timer", "clock-frequency", 1, 0);
}
static void m033(struct bench *b)
{
	dt_set_flag(b->tree, bench_at(b, "/timer"), "arm,cpu-registers-not-fw-configured");
}
static void m040(struct bench *b)
{
	bench_text(b, XENARGS, "console=dtuart dtuart=serial7");
}
static void m041(struct bench *b)
{
	bench_text(b, XENARGS, "console=dtuart");
	bench_drop(b, "/chosen", "stdout-path");
}
static void m042(struct bench *b)
{
	bench_text(b, UART, "status", "disabled");
}
static void m043(struct bench *b)
{
	bench_text(b, UART, "compatible", "acme,uart");
}
static void m044(struct bench *b)
{
	bench_drop(b, UART, "interrupts");
}
static void m045(struct bench *b)
{
	bench_cells(b, UART, "interrupts", 3, 0, 0, 1);
}
static void m046(struct bench *b)
{
	bench_drop(b, UART, "reg-shift");
}
static void m047(struct bench *b)
{
	bench_drop(b, UART, "reg-io-width");
}
static void m048(struct bench *b)
{
	bench_text(b, "/chosen", "stdout-path", "serial0:9600n8");
}
static void m049(struct bench *b)
{
	bench_text(b, KERNEL, "bootargs", "console=ttyS0 rdinit=/init");
}
static void m04a(struct bench *b)
{
	bench_text(b, KERNEL, "bootargs", "console=hvc0 rdinit=/init root= /dev/mmcblk0p2");
}
static void m050(struct bench *b)
{
	bench_drop_node(b, "/cpus");
}
static void m051(struct bench *b)
{
	bench_drop(b, "/cpus/cpu@1", "device_type");
}
static void m052(struct bench *b)
{
	bench_cells(b, "/cpus/cpu@0", "reg", 1, 0x100);
	bench_cells(b, "/cpus/cpu@1", "reg", 1, 0x101);
}
static void m053(struct bench *b)
{
	bench_drop_node(b, "/cpus/cpu@1");
}
static void m054(struct bench *b)
{
	b->context.loader_adds_psci = LINT_NO;
}
static void m055(struct bench *b)
{
	bench_text(b, "/cpus/cpu@0", "compatible", "arm,cortex-a8");
	bench_text(b, GIC, "compatible", "allwinner,sun4i-a10-ic");
	bench_text(b, "/timer", "compatible", "allwinner,sun4i-a10-timer");
}
static void m060(struct bench *b)
{
	b->context.loader_adds_memory = LINT_NO;
}
static void m061(struct bench *b)
{
	bench_node(b, "/", "memory@40000000");
	bench_text(b, "/memory@40000000", "device_type", "memory");
	bench_cells(b, "/memory@40000000", "reg", 2, 0x40000000, 0x80000000);
}
static void m063(struct bench *b)
{
	m005(b);
	bench_drop(b, "/reserved-memory/pool@42400000", "reg");
	bench_cells(b, "/reserved-memory/pool@42400000", "alloc-ranges", 2, 0x40000000, 0x10000000);
}
static void m070(struct bench *b)
{
	bench_cells(b, "/chosen", "#address-cells", 1, 2);
}
static void m071(struct bench *b)
{
	bench_drop_node(b, KERNEL);
	bench_drop_node(b, RAMDISK);
}
static void m072(struct bench *b)
{
	bench_text(b, KERNEL, "compatible", "multiboot,kernel");
}
static void m073(struct bench *b)
{
	dt_add_string(
		b->tree,
		dt_set_string(b->tree, bench_at(b, RAMDISK), "compatible", "multiboot,initrd"),
		"multiboot,module");
}
static void m074(struct bench *b)
{
	bench_cells(b, KERNEL, "reg", 2, 0x42001000, 0x500000);
}
static void m075(struct bench *b)
{
	bench_cells(b, KERNEL, "reg", 2, 0x42000000, 0x1000);
}
static void m076(struct bench *b)
{
	bench_cells(b, RAMDISK, "reg", 2, 0x42400000, 0x100000);
	b->files[1].address = 0x42400000;
}
static void m077(struct bench *b)
{
	b->files[0].zimage = LINT_NO;
}
static void m078(struct bench *b)
{
	bench_drop(b, XENARGS);
}
static void m079(struct bench *b)
{
	bench_text(b, XENARGS, "dtuart=serial0 dom0_mem=256");
}
static void m07a(struct bench *b)
{
	bench_text(b, KERNEL, "bootargs", "console=hvc0 rdinit=/sbin/init");
}
static void m07b(struct bench *b)
{
	bench_cells(b, "/chosen", "linux,initrd-start", 1, 0x49000000);
}
static void m080(struct bench *b)
{
	bench_add_domain(b);
	bench_cells(b, "/chosen/domU1", "memory", 1, 0x20000);
}
static void m081(struct bench *b)
{
	bench_add_domain(b);
	bench_cells(b, "/chosen/domU1/module@46000000", "reg", 2, GOOD_KERNEL, 0x500000);
}
static void m082(struct bench *b)
{
	bench_add_domain(b);
	bench_drop(b, "/chosen/domU1", "vpl011");
}
static void m083(struct bench *b)
{
	bench_add_domain(b);
	bench_drop(b, "/chosen/domU1", "#address-cells");
	bench_drop(b, "/chosen/domU1", "#size-cells");
}
static void m084(struct bench *b)
{
	bench_text(b, KERNEL, "compatible", "multiboot,module");
	bench_text(b, RAMDISK, "compatible", "multiboot,module");
}
static void m090(struct bench *b)
{
	bench_text(b, "/soc/watchdog@1c20c90", "status", "disabled");
}
static void m091(struct bench *b)
{
	b->context.soc = "exynos5250";
	bench_text(b, "/", "compatible", "samsung,exynos5250");
	b->context.compatible = NULL;
}

const struct lint_case lint_cases[] = {
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
	{ "DT055", m055, 0, 0 }, { "DT060", m060, 0, 0 }, { "DT061", m061, 0, 0 },
	{ "DT063", m063, 0, 0 }, { "DT070", m070, 0, 0 }, { "DT071", m071, 0, 1 },
	{ "DT072", m072, 0, 0 }, { "DT073", m073, 0, 0 }, { "DT074", m074, 0, 1 },
	{ "DT075", m075, 0, 0 }, { "DT076", m076, 0, 0 }, { "DT077", m077, 0, 0 },
	{ "DT078", m078, 0, 0 }, { "DT079", m079, 0, 0 }, { "DT07A", m07a, 0, 0 },
	{ "DT07B", m07b, 0, 0 }, { "DT080", m080, 0, 0 }, { "DT081", m081, 0, 0 },
	{ "DT082", m082, 0, 0 }, { "DT083", m083, 0, 0 }, { "DT084", m084, 0, 0 },
	{ "DT090", m090, 0, 0 }, { "DT091", m091, 0, 1 },
};
const size_t lint_case_count = sizeof(lint_cases) / sizeof(*lint_cases);

void bench_prepare(struct test *test, struct bench *bench, bool linux_alone)
{
	bench->tree = linux_alone ? good_linux_tree(test->arena) : good_xen_tree(test->arena);
	set_context(bench, linux_alone ? LINT_LINUX : LINT_XEN);
	test->diags = diags_make(test->arena);
}
