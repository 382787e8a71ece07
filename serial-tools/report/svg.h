/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Pieces of an SVG picture: shapes and text appended to a text, escaped, numbers with one decimal. */
#ifndef SERIAL_TOOLS_SVG_H
#define SERIAL_TOOLS_SVG_H

#include "lib/text.h"

enum svg_anchor { SVG_START, SVG_MIDDLE, SVG_END };

void svg_open(struct text *to, double width, double height, const char *title);
void svg_close(struct text *to);
/* @fill and @stroke are CSS colours or "none". */
void svg_box(struct text *to, double x, double y, double width, double height, double radius,
             const char *fill, const char *stroke);
void svg_line(struct text *to, double x1, double y1, double x2, double y2, const char *stroke,
              double width, const char *dashes);
/* @style  a class of the style sheet in svg_open(): title, head, label, small, faint, code, badge */
void svg_text(struct text *to, double x, double y, enum svg_anchor anchor, const char *style,
              const char *fill, const char *text);
/* The next shape gets a tooltip until svg_group_end(). */
void svg_group(struct text *to, const char *tooltip);
void svg_group_end(struct text *to);

/* Width in pixels that a text of @style needs, roughly and rather too much. */
double svg_text_width(const char *style, const char *text);

/*
 * Breaks at blanks so that no line is wider than @width.
 * Writes the next piece to @piece (of @room bytes) and returns where the rest begins, NULL when
 * the text is over.
 */
const char *svg_wrap(const char *style, const char *text, double width, char *piece, size_t room);

#endif
