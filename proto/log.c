/* log.c -- one line an event, that no value can forge. */
#include "log.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <unistd.h>

#include "clock.h"
#include "utf8.h"

/* Kept free for what ends a line that is cut: ellipsis, quote, brace, end. */
#define RESERVE 8
#define TEXT(s) ((struct span)SPAN(s))

static const char *log_role = "claimwire";
static enum log_level log_least = LOG_INFO;
static enum log_format log_form = LOG_LOGFMT;

static const char *const levels[] = { "err", "warn", "info", "debug" };

struct line {
	char b[LOG_LINE_MAX];
	size_t n;
};

void
log_init(const char *role, enum log_level level, enum log_format format)
{
	log_role = role;
	log_least = level;
	log_form = format;
}

bool
log_wants(enum log_level level)
{
	return level <= log_least;
}

/* Append all of s, or nothing when it does not fit. */
static bool
put(struct line *l, struct span s, size_t reserve)
{
	if (sizeof l->b - l->n < s.n + reserve)
		return false;
	memcpy(l->b + l->n, s.p, s.n);
	l->n += s.n;
	return true;
}

/* The next piece of s as it is written, which is at most 6 bytes; *n are the
 * bytes of s it stands for. */
static struct span
piece(struct span s, size_t *n, char tmp[8])
{
	struct span one = { s.p, s.n < 4 ? s.n : 4 };
	size_t valid = utf8_valid(one);
	uint32_t cp;

	*n = 1;
	if (valid == 0)
		return TEXT("\xef\xbf\xbd");
	*n = utf8_next(s, &cp);
	if (cp == '"' || cp == '\\')
		snprintf(tmp, 8, "\\%c", (char)cp);
	else if (cp == '\n')
		return TEXT("\\n");
	else if (utf8_acts(cp))
		snprintf(tmp, 8, "\\u%04x", (unsigned)cp);
	else
		return (struct span) { s.p, *n };
	return span_of(tmp);
}

static void
put_quoted(struct line *l, struct span s)
{
	char tmp[8];
	size_t n;

	put(l, TEXT("\""), 0);
	for (; s.n > 0; s.p += n, s.n -= n)
		if (!put(l, piece(s, &n, tmp), RESERVE)) {
			put(l, TEXT("\xe2\x80\xa6"), 0);
			break;
		}
	put(l, TEXT("\""), 0);
}

/* logfmt: may s stand without quotes? */
static bool
plain(struct span s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] <= ' ' || s.p[i] > '~' || s.p[i] == '"' ||
		    s.p[i] == '=' || s.p[i] == '\\')
			return false;
	return s.n > 0 && s.n < 256;
}

static void
put_value(struct line *l, const struct log_field *f)
{
	char tmp[40];

	if (f->kind == LOG_INT)
		snprintf(tmp, sizeof tmp, "%" PRId64, f->i);
	else if (f->kind == LOG_REAL)
		snprintf(
		    tmp, sizeof tmp, isfinite(f->r) ? "%.6g" : "null", f->r);
	if (f->kind != LOG_SPAN)
		put(l, span_of(tmp), RESERVE);
	else if (log_form == LOG_LOGFMT && plain(f->s))
		put(l, f->s, RESERVE);
	else
		put_quoted(l, f->s);
}

/* One field, unless the line is all but full. */
static void
put_field(struct line *l, const struct log_field *f)
{
	struct span name = span_of(f->name);
	bool json = log_form == LOG_JSON;

	if (sizeof l->b - l->n < name.n + 300)
		return;
	if (l->n > 0)
		put(l, json ? TEXT(",") : TEXT(" "), RESERVE);
	else if (json)
		put(l, TEXT("{"), RESERVE);
	if (json)
		put(l, TEXT("\""), RESERVE);
	put(l, name, RESERVE);
	put(l, json ? TEXT("\":") : TEXT("="), RESERVE);
	put_value(l, f);
}

void
log_event(enum log_level level, const char *msg, const struct log_field *field,
    size_t n)
{
	char at[CLOCK_TEXT_MAX];
	struct line l = { .n = 0 };
	int saved = errno;
	ssize_t done;

	if (!log_wants(level))
		return;
	clock_rfc3339(clock_wall_ms(), at);
	const struct log_field head[] = { LOG_S("at", at),
		LOG_S("role", log_role), LOG_S("level", levels[level]),
		LOG_S("msg", msg) };

	for (size_t i = 0; i < sizeof head / sizeof head[0]; i++)
		put_field(&l, &head[i]);
	for (size_t i = 0; i < n; i++)
		put_field(&l, &field[i]);
	put(&l, log_form == LOG_JSON ? TEXT("}\n") : TEXT("\n"), 0);
	/* One write a line, so that lines of several processes do not mix; a
	 * log that cannot be written is no reason to stop. */
	done = write(STDERR_FILENO, l.b, l.n);
	(void)done;
	errno = saved;
}
