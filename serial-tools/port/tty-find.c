/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "serial-tools/port/tty-find.h"

#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool exists(const char *path)
{
	return access(path, F_OK) == 0;
}

const char *tty_find_path(struct arena *arena, const char *dev, const char *word)
{
	if (strchr(word, '/') != NULL)
		return word;
	const char *path = arena_printf(arena, "%s/%s", dev, word);
	const char *by_id = arena_printf(arena, "%s/serial/by-id/%s", dev, word);
	return exists(path) ? path : exists(by_id) ? by_id : exists(word) ? word : path;
}

static bool is_usb_port(const char *name)
{
	return strncmp(name, "ttyUSB", 6) == 0 || strncmp(name, "ttyACM", 6) == 0;
}

int tty_find_newest(const char *dev, int64_t since_ns, char path[TTY_PATH])
{
	DIR *directory = opendir(dev);
	int64_t newest = since_ns;
	int result = 1;
	if (directory == NULL)
		return 1;
	for (const struct dirent *entry; (entry = readdir(directory)) != NULL;) {
		struct stat st;
		if (!is_usb_port(entry->d_name) ||
		    fstatat(dirfd(directory), entry->d_name, &st, 0) < 0)
			continue;
		int64_t changed = (int64_t)st.st_ctim.tv_sec * 1000000000 + st.st_ctim.tv_nsec;
		if (changed <= newest)
			continue;
		newest = changed;
		snprintf(path, TTY_PATH, "%s/%s", dev, entry->d_name);
		result = 0;
	}
	closedir(directory);
	return result;
}

int tty_find_link(const char *dev, const char *kind, const char *path, char link[TTY_PATH])
{
	char directory_path[TTY_PATH], wanted[PATH_MAX], real[PATH_MAX];
	int result = 1;
	snprintf(directory_path, sizeof(directory_path), "%s/serial/%s", dev, kind);
	DIR *directory = opendir(directory_path);
	if (directory == NULL)
		return 1;
	bool known = realpath(path, wanted) != NULL;
	for (const struct dirent *entry; known && (entry = readdir(directory)) != NULL;) {
		char candidate[TTY_PATH + 260];
		snprintf(candidate, sizeof(candidate), "%s/%s", directory_path, entry->d_name);
		size_t len = strlen(candidate);
		if (entry->d_name[0] == '.' || len >= TTY_PATH ||
		    realpath(candidate, real) == NULL || strcmp(real, wanted) != 0)
			continue;
		memcpy(link, candidate, len + 1);
		result = 0;
		break;
	}
	closedir(directory);
	return result;
}

int tty_find_device(const char *dev, const char *path, char device[TTY_PATH])
{
	char real[PATH_MAX], top[PATH_MAX];
	if (realpath(path, real) == NULL || realpath(dev, top) == NULL)
		return 1;
	size_t len = strlen(top);
	if (strncmp(real, top, len) != 0 || real[len] != '/' || strchr(real + len + 1, '/') != NULL)
		return 1;
	snprintf(device, TTY_PATH, "%s", real + len + 1);
	return 0;
}
