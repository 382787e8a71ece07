/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A verdict for people and for programs. */
#ifndef SERIAL_TOOLS_VERDICT_TEXT_H
#define SERIAL_TOOLS_VERDICT_TEXT_H

#include "serial-tools/verdict/verdict.h"

#include "lib/arena.h"

/* 0 goal or nothing wrong, 10 failed, 11 timed out, 12 source lost, 13 hang. */
int verdict_exit_code(const struct verdict *verdict);
const char *verdict_kind_name(enum verdict_kind kind);

/* One or several lines of English for a terminal. */
char *verdict_text(struct arena *arena, const struct verdict *verdict);
struct json;
/* Appends the verdict's members to the open object: what verdict.json holds. */
void verdict_json(const struct verdict *verdict, struct json *json);

#endif
