/* headerlines.c -- the header lines that a text file may begin with. */
#include "headerlines.h"

#include <ctype.h>
#include <strings.h>

static const struct {
	struct span name;
	size_t at; /* in struct article */
} fields[] = {
	{ SPAN("Outlet"), offsetof(struct article, outlet) },
	{ SPAN("URL"), offsetof(struct article, url) },
	{ SPAN("Title"), offsetof(struct article, title) },
	{ SPAN("Byline"), offsetof(struct article, byline) },
	{ SPAN("Published"), offsetof(struct article, published) },
	{ SPAN("Updated"), offsetof(struct article, updated) },
	{ SPAN("Language"), offsetof(struct article, lang) },
};
#define FIELDS (sizeof(fields) / sizeof(fields[0]))

/* The line at offset at, without its end; *next is where the next begins. */
static struct span
line_at(struct span file, size_t at, size_t *next)
{
	const char *p = file.p + at;
	const char *nl = memchr(p, '\n', file.n - at);
	size_t n = nl != NULL ? (size_t)(nl - p) : file.n - at;

	*next = at + n + (nl != NULL);
	if (n > 0 && p[n - 1] == '\r')
		n--;
	return (struct span) { p, n };
}

static struct span
trim(struct span s)
{
	while (s.n > 0 && (*s.p == ' ' || *s.p == '\t'))
		s = (struct span) { s.p + 1, s.n - 1 };
	while (s.n > 0 && (s.p[s.n - 1] == ' ' || s.p[s.n - 1] == '\t'))
		s.n--;
	return s;
}

/* Split "Name: value"; the name is letters, digits and hyphens. */
static bool
split(struct span line, struct span *name, struct span *value)
{
	size_t i = 0;

	while (i < line.n &&
	    (isalnum((unsigned char)line.p[i]) || line.p[i] == '-'))
		i++;
	if (i == 0 || i == line.n || line.p[i] != ':')
		return false;
	*name = (struct span) { line.p, i };
	*value = trim((struct span) { line.p + i + 1, line.n - i - 1 });
	return true;
}

/* Set the field called name; false when there is none. */
static bool
set(struct article *a, struct span name, struct span value)
{
	for (size_t i = 0; i < FIELDS; i++) {
		if (name.n != fields[i].name.n ||
		    strncasecmp(name.p, fields[i].name.p, name.n) != 0)
			continue;
		if (value.n == 0)
			value.p = NULL;
		*(struct span *)((char *)a + fields[i].at) = value;
		return true;
	}
	return false;
}

size_t
headerlines_read(struct span file, struct article *a)
{
	struct article said = *a;
	struct span name, value, line;
	size_t at = 0, next;

	for (; at < file.n; at = next) {
		line = line_at(file, at, &next);
		if (at > 0 && trim(line).n == 0) {
			*a = said;
			return next;
		}
		if (!split(line, &name, &value) ||
		    (!set(&said, name, value) && at == 0))
			return 0;
	}
	return 0;
}
