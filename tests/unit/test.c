/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "test.h"

#include "lib/input.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int test_setup(void **state)
{
	struct arena *arena = arena_open();
	struct test *test = arena_new(arena, struct test);
	const char *tmp = getenv("TMPDIR");
	test->arena = arena;
	test->diags = diags_make(arena);
	test->before = getcwd(NULL, 0);
	test->directory = arena_printf(arena, "%s/unit-XXXXXX", tmp == NULL ? "/tmp" : tmp);
	*state = test;
	return mkdtemp(test->directory) == NULL || chdir(test->directory) < 0 ? -1 : 0;
}

int test_teardown(void **state)
{
	struct test *test = *state;
	char *command = arena_printf(test->arena, "chmod -R u+rwx '%s'; rm -rf '%s'",
	                             test->directory, test->directory);
	int result = chdir(test->before);
	free(test->before);
	result |= system(command);
	arena_close(test->arena);
	return result == 0 ? 0 : -1;
}

const char *test_said(struct test *test)
{
	char *text = NULL;
	size_t len = 0;
	FILE *memory = open_memstream(&text, &len);
	diags_print(&test->diags, memory, false);
	assert_int_equal(fclose(memory), 0);
	const char *copy = arena_strdup(test->arena, text);
	free(text);
	return copy;
}

bool test_said_id(const struct test *test, const char *id)
{
	for (size_t i = 0; i < test->diags.count; i++)
		if (strcmp(test->diags.list[i].id, id) == 0)
			return true;
	return false;
}

void test_write_file(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");
	assert_non_null(file);
	fputs(text, file);
	assert_int_equal(fclose(file), 0);
}

const char *test_read_file(struct test *test, const char *path)
{
	struct bytes data;
	assert_int_equal(input_read(test->arena, path, INPUT_LIMIT, &data, &test->diags), 0);
	return arena_strndup(test->arena, (const char *)data.p, data.len);
}

size_t test_count_files(const char *directory)
{
	DIR *dir = opendir(directory);
	size_t count = 0;
	assert_non_null(dir);
	for (struct dirent *entry; (entry = readdir(dir)) != NULL;)
		count += strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
	closedir(dir);
	return count;
}

const char *test_top(struct test *test)
{
	const char *top = getenv("TOP");
	return top != NULL ? top : arena_strdup(test->arena, test->before);
}
