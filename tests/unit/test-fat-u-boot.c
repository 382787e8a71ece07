/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The loader itself as the judge: Debian's U-Boot for the emulator's "virt" machine reads every FAT type. */
#include "card.h"

#include "lib/digest.h"
#include "lib/run.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define U_BOOT "/usr/lib/u-boot/qemu_arm/u-boot.bin"

/* Keys stop the countdown, then come the commands. */
static const char script[] =
	"(for i in 1 2 3 4 5 6; do sleep 0.4; echo; done; echo virtio scan;"
	" for d in 0 1 2; do"
	"  echo load virtio $d:1 40400000 /xen.uImage; echo 'crc32 40400000 ${filesize}';"
	"  echo load virtio $d:1 40400000 dtbs/sun7i-a20-cubieboard2.dtb;"
	"  echo 'crc32 40400000 ${filesize}';"
	"  echo load virtio $d:1 40400000 '\"/DIR/Mixed Case.Name\"';"
	"  echo 'crc32 40400000 ${filesize}'; echo fatls virtio $d:1; done;"
	" echo poweroff) |"
	" timeout 40 qemu-system-arm -M virt -m 256 -nographic -bios " U_BOOT
	" -drive if=none,file=fat12.img,format=raw,id=d0 -device virtio-blk-device,drive=d0"
	" -drive if=none,file=fat16.img,format=raw,id=d1 -device virtio-blk-device,drive=d1"
	" -drive if=none,file=fat32.img,format=raw,id=d2 -device virtio-blk-device,drive=d2"
	" 2>&1";

static void make_disk(struct test *test, const char *type, uint64_t size, const uint8_t *noise)
{
	struct card card;
	const struct fs_file files[] = {
		{ .path = "/boot.scr", .content = bytes_of(noise, 100, "") },
		{ .path = "/xen.uImage", .content = bytes_of(noise, 300000, "") },
		{ .path = "/dtbs/sun7i-a20-cubieboard2.dtb",
		  .content = bytes_of(noise, 25641, "") },
		{ .path = "/DIR/Mixed Case.Name", .content = bytes_of(noise, 513, "") },
	};
	card_make(&card);
	card.board.layout.size = 0;
	card.partitions[0].filesystem = type;
	card.partitions[0].size = size;
	card.file_count = 4;
	if (card_layout_of(test, &card, files) < 0 ||
	    image_write(test->arena, &card.layout, arena_printf(test->arena, "%s.img", type), NULL,
	                &test->diags) < 0)
		fail_msg("%s", test_said(test));
}

static void assert_seen(const char *log, const char *text, int times)
{
	int seen = 0;
	for (const char *p = log; (p = strstr(p, text)) != NULL; p++)
		seen++;
	if (seen != times)
		fail_msg("U-Boot said \"%s\" %d times, wanted %d:\n%s", text, seen, times, log);
}

static const char *u_boot_says(struct test *test)
{
	const char *argv[] = { "bash", "-c", script, NULL };
	struct run_result result;
	if (run(test->arena, argv, NULL, &result, &test->diags) < 0)
		fail_msg("%s", test_said(test));
	return arena_strndup(test->arena, (const char *)result.out.p, result.out.len);
}

static void test_u_boot_reads_fat12_fat16_and_fat32_with_long_names(void **state)
{
	static const size_t sizes[] = { 300000, 25641, 513 };
	struct test *test = *state;
	const char *build = getenv("BUILD");
	if (build != NULL && strcmp(build, "release") != 0)
		SKIP("the sanitizers have nothing to say about U-Boot");
	if (access(U_BOOT, R_OK) < 0 || run_find(test->arena, "qemu-system-arm") == NULL)
		SKIP("U-Boot or qemu-system-arm is not installed");
	uint8_t *noise = arena_alloc(test->arena, 300000);
	for (size_t i = 0; i < 300000; i++)
		noise[i] = (uint8_t)(i * 2654435761u >> 11);
	make_disk(test, "fat12", 8 * MIB, noise);
	make_disk(test, "fat16", 64 * MIB, noise);
	make_disk(test, "fat32", 640 * MIB, noise);
	const char *log = u_boot_says(test);
	for (size_t i = 0; i < 3; i++)
		assert_seen(log,
		            arena_printf(test->arena, "==> %08x",
		                         crc32_of(0, bytes_of(noise, sizes[i], ""))),
		            3);
	assert_seen(log, "   300000   xen.uImage", 3);
	assert_seen(log, "2 file(s), 2 dir(s)", 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_u_boot_reads_fat12_fat16_and_fat32_with_long_names),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
