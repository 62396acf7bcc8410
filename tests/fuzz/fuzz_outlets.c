/* The table of outlets: what is read keeps to its limits, and written as
 * comma-separated values it is read to the same. */
#include "fuzz.h"

#include "proto/utf8.h"
#include "sink/csv.h"
#include "sink/outlets.h"

static void
check(struct span s)
{
	fuzz_require(s.n <= CSV_FIELD_MAX);
	fuzz_require(utf8_valid(s) == s.n);
	for (size_t i = 0; i < s.n; i++)
		fuzz_require((unsigned char)s.p[i] >= ' ');
}

static void
put(struct buf *out, struct span s, const char *end)
{
	check(s);
	buf_puts(out, "\"");
	for (size_t i = 0; i < s.n; i++) {
		buf_append(out, s.p + i, 1);
		if (s.p[i] == '"')
			buf_puts(out, "\"");
	}
	buf_puts(out, "\"");
	buf_puts(out, end);
}

static void
count(void *arg, size_t line, const char *why)
{
	fuzz_require(line > 0 && *why != '\0');
	++*(size_t *)arg;
}

static bool
turn(struct span in, struct buf *out)
{
	struct outlets o = { 0 };
	struct buf why = { 0 };
	size_t refused = 0;
	bool ok = outlets_parse(&o, in, count, &refused, &why) == RC_OK;

	fuzz_require(o.refused == refused);
	if (ok)
		buf_puts(out, "name,domain,country,owner\n");
	for (size_t i = 0; ok && i < o.n; i++) {
		fuzz_require(o.row[i].name.n > 0);
		fuzz_require(i == 0 || o.row[i].line > o.row[i - 1].line);
		put(out, o.row[i].name, ",");
		put(out, o.row[i].domain, ",");
		put(out, o.row[i].country, ",");
		put(out, o.row[i].owner, "\n");
	}
	outlets_free(&o);
	buf_free(&why);
	return ok;
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	return fuzz_round_trip(p, n, turn);
}
