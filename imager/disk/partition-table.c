/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "imager/disk/partition-table.h"

#include <libfdisk.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static int refused(struct diags *diags, int code, const char *step)
{
	return diag_system(diags, "IM510", nowhere(), -code,
	                   "check the partitions' offsets and sizes against the image's size",
	                   "libfdisk refused to %s", step);
}

static int add_partition(struct fdisk_context *context, const struct mbr_partition *row,
                         size_t number, uint32_t sector_size)
{
	struct fdisk_partition *partition = fdisk_new_partition();
	struct fdisk_parttype *type = fdisk_new_parttype();
	fdisk_parttype_set_code(type, row->type);
	fdisk_partition_set_partno(partition, number);
	fdisk_partition_set_start(partition, row->start / sector_size);
	fdisk_partition_set_size(partition, row->size / sector_size);
	fdisk_partition_size_explicit(partition, 1);
	fdisk_partition_set_type(partition, type);
	int code = fdisk_add_partition(context, partition, NULL);
	if (code == 0 && row->bootable)
		code = fdisk_toggle_partition_flag(context, number, DOS_FLAG_ACTIVE);
	fdisk_unref_parttype(type);
	fdisk_unref_partition(partition);
	return code;
}

static int fill_table(struct arena *arena, struct fdisk_context *context, const struct mbr *mbr,
                      uint32_t sector_size, struct diags *diags)
{
	int code = fdisk_create_disklabel(context, "dos");
	if (code < 0)
		return refused(diags, code, "make an MBR");
	code = fdisk_set_disklabel_id_from_string(
		context, arena_printf(arena, "0x%08x", mbr->disk_signature));
	if (code < 0)
		return refused(diags, code, "set the disk signature");
	for (size_t i = 0; i < mbr->count; i++) {
		code = add_partition(context, &mbr->partitions[i], i, sector_size);
		if (code < 0)
			return refused(diags, code,
			               arena_printf(arena, "add partition %zu", i + 1));
	}
	code = fdisk_write_disklabel(context);
	return code < 0 ? refused(diags, code, "write the table") : 0;
}

/* libfdisk writes by descriptor: it gets an empty disk of the right size in memory. */
static int write_table(struct arena *arena, int fd, const struct mbr *mbr, uint64_t disk_size,
                       uint32_t sector_size, struct diags *diags)
{
	if (ftruncate(fd, (off_t)disk_size) < 0)
		return refused(diags, -1, "take a disk of this size");
	struct fdisk_context *context = fdisk_new_context();
	fdisk_disable_dialogs(context, 1);
	fdisk_save_user_sector_size(context, sector_size, sector_size);
	int code = fdisk_assign_device_by_fd(context, fd, "image", 0);
	if (code < 0)
		refused(diags, code, "take the image for a disk");
	else
		code = fill_table(arena, context, mbr, sector_size, diags);
	fdisk_deassign_device(context, 1);
	fdisk_unref_context(context);
	return code < 0 ? -1 : 0;
}

static int check_range(const struct mbr *mbr, uint32_t sector_size, struct diags *diags)
{
	for (size_t i = 0; i < mbr->count; i++)
		if ((mbr->partitions[i].start + mbr->partitions[i].size) / sector_size > UINT32_MAX)
			return diag_error(diags, "IM511", nowhere(), "make it smaller",
			                  "partition %zu ends beyond the 32-bit sectors of an MBR",
			                  i + 1);
	return 0;
}

int mbr_make(struct arena *arena, const struct mbr *mbr, uint64_t disk_size, uint32_t sector_size,
             struct bytes *out, struct diags *diags)
{
	if (check_range(mbr, sector_size, diags) < 0)
		return -1;
	int fd = memfd_create("mbr", MFD_CLOEXEC);
	if (fd < 0)
		return refused(diags, -1, "work in memory");
	int result = write_table(arena, fd, mbr, disk_size, sector_size, diags);
	uint8_t *table = arena_alloc(arena, MBR_SIZE);
	if (result == 0 && pread(fd, table, MBR_SIZE, 0) != MBR_SIZE)
		result = refused(diags, -1, "give the table back");
	close(fd);
	*out = bytes_of(table, MBR_SIZE, "MBR");
	return result;
}
