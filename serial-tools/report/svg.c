/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "serial-tools/report/svg.h"

#include <stdio.h>
#include <string.h>

#define SANS "font-family:'DejaVu Sans','Segoe UI',Helvetica,Arial,sans-serif"
#define MONO "font-family:'DejaVu Sans Mono',Menlo,Consolas,monospace"

static void add_escaped(struct text *to, const char *text)
{
	for (char before = 0; *text != '\0'; before = *text++) {
		if (*text == ' ' && (before == ' ' || before == 0))
			text_add(to, "&#160;"); /* runs of blanks would collapse */
		else if (*text == '<')
			text_add(to, "&lt;");
		else if (*text == '>')
			text_add(to, "&gt;");
		else if (*text == '&')
			text_add(to, "&amp;");
		else if (*text == '"')
			text_add(to, "&quot;");
		else if ((unsigned char)*text >= 0x20)
			text_add_char(to, *text);
		else
			text_add_char(to, ' ');
	}
}

void svg_open(struct text *to, double width, double height, const char *title)
{
	text_printf(to,
	            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %.0f %.0f\" "
	            "width=\"%.0f\" height=\"%.0f\" role=\"img\">\n<title>",
	            width, height, width, height);
	add_escaped(to, title);
	text_add(to, "</title>\n<style>\n"
	             "text{" SANS "}\n"
	             ".title{font-size:20px;font-weight:600}.head{font-size:13px;font-weight:600}\n"
	             ".label{font-size:13px}.small{font-size:11px}.faint{font-size:10px}\n"
	             ".code{font-size:11px;" MONO "}.badge{font-size:13px;font-weight:700}\n"
	             "</style>\n<defs><pattern id=\"silent\" width=\"6\" height=\"6\" "
	             "patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">"
	             "<rect width=\"6\" height=\"6\" fill=\"#ffffff\" fill-opacity=\"0.35\"/>"
	             "<rect width=\"2.2\" height=\"6\" fill=\"#1f2937\" fill-opacity=\"0.32\"/>"
	             "</pattern></defs>\n");
	text_printf(to, "<rect width=\"%.0f\" height=\"%.0f\" fill=\"#ffffff\"/>\n", width, height);
}

void svg_close(struct text *to)
{
	text_add(to, "</svg>\n");
}

void svg_box(struct text *to, double x, double y, double width, double height, double radius,
             const char *fill, const char *stroke)
{
	text_printf(to,
	            "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"%.1f\" "
	            "fill=\"%s\" stroke=\"%s\"/>\n",
	            x, y, width, height, radius, fill, stroke);
}

void svg_line(struct text *to, double x1, double y1, double x2, double y2, const char *stroke,
              double width, const char *dashes)
{
	text_printf(to,
	            "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\" "
	            "stroke-width=\"%.1f\"",
	            x1, y1, x2, y2, stroke, width);
	if (dashes != NULL)
		text_printf(to, " stroke-dasharray=\"%s\"", dashes);
	text_add(to, "/>\n");
}

void svg_text(struct text *to, double x, double y, enum svg_anchor anchor, const char *style,
              const char *fill, const char *text)
{
	static const char *const anchors[] = { "start", "middle", "end" };
	text_printf(to, "<text x=\"%.1f\" y=\"%.1f\" class=\"%s\" fill=\"%s\" text-anchor=\"%s\">",
	            x, y, style, fill, anchors[anchor]);
	add_escaped(to, text);
	text_add(to, "</text>\n");
}

void svg_group(struct text *to, const char *tooltip)
{
	text_add(to, "<g><title>");
	add_escaped(to, tooltip);
	text_add(to, "</title>\n");
}

void svg_group_end(struct text *to)
{
	text_add(to, "</g>\n");
}

static double character_width(const char *style)
{
	static const struct {
		const char *style;
		double width; /* pixels, of DejaVu, which is wide */
	} widths[] = { { "title", 12.6 }, { "head", 8.6 },  { "label", 7.9 }, { "small", 6.7 },
		       { "faint", 6.1 },  { "code", 6.65 }, { "badge", 9.2 } };
	for (size_t i = 0; i < sizeof(widths) / sizeof(widths[0]); i++)
		if (strcmp(widths[i].style, style) == 0)
			return widths[i].width;
	return 8;
}

double svg_text_width(const char *style, const char *text)
{
	size_t characters = 0;
	for (; *text != '\0'; text++)
		characters += ((unsigned char)*text & 0xc0) != 0x80;
	return character_width(style) * (double)characters;
}

const char *svg_wrap(const char *style, const char *text, double width, char *piece, size_t room)
{
	size_t most = (size_t)(width / character_width(style)), len = strlen(text), n;
	if (most >= room)
		most = room - 1;
	n = len;
	if (len > most) {
		n = most;
		while (n > most / 2 && text[n] != ' ')
			n--;
		if (n == most / 2)
			n = most;
		while (n > 0 && ((unsigned char)text[n] & 0xc0) == 0x80)
			n--;
	}
	memcpy(piece, text, n);
	piece[n] = '\0';
	text += n;
	while (*text == ' ')
		text++;
	return *text != '\0' && n > 0 ? text : NULL;
}
