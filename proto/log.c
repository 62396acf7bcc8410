/* log.c -- one line an event, that no value can forge. */
#include "log.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <time.h>
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
	if (format == LOG_AUTO)
		log_form = isatty(STDERR_FILENO) ? LOG_PLAIN : LOG_LOGFMT;
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
 * bytes of s it stands for.  quoted: within quotation marks. */
static struct span
piece(struct span s, bool quoted, size_t *n, char tmp[8])
{
	struct span one = { s.p, s.n < 4 ? s.n : 4 };
	size_t valid = utf8_valid(one);
	uint32_t cp;

	*n = 1;
	if (valid == 0)
		return TEXT("\xef\xbf\xbd");
	*n = utf8_next(s, &cp);
	if (quoted && (cp == '"' || cp == '\\'))
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
put_escaped(struct line *l, struct span s, bool quoted)
{
	char tmp[8];
	size_t n;

	for (; s.n > 0; s.p += n, s.n -= n)
		if (!put(l, piece(s, quoted, &n, tmp), RESERVE)) {
			put(l, TEXT("\xe2\x80\xa6"), 0);
			break;
		}
}

static void
put_quoted(struct line *l, struct span s)
{
	put(l, TEXT("\""), 0);
	put_escaped(l, s, true);
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
	else if (log_form != LOG_JSON && plain(f->s))
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

static void
put_event(struct line *l, enum log_level level, const char *msg,
    const struct log_field *field, size_t n)
{
	char at[CLOCK_TEXT_MAX];

	clock_rfc3339(clock_wall_ms(), at);
	const struct log_field head[] = { LOG_S("at", at),
		LOG_S("role", log_role), LOG_S("level", levels[level]),
		LOG_S("msg", msg) };

	for (size_t i = 0; i < sizeof head / sizeof head[0]; i++)
		put_field(l, &head[i]);
	for (size_t i = 0; i < n; i++)
		put_field(l, &field[i]);
	put(l, log_form == LOG_JSON ? TEXT("}\n") : TEXT("\n"), 0);
}

/* Is it the sentence that says why? */
static bool
is_cause(const struct log_field *f)
{
	return f->kind == LOG_SPAN && strcmp(f->name, "cause") == 0;
}

/* "14:02:11 producer: refused file=a.pdf: a PDF; save its text as UTF-8": the
 * cause last, as a sentence. */
static void
put_plain(struct line *l, enum log_level level, const char *msg,
    const struct log_field *field, size_t n)
{
	time_t now = (time_t)(clock_wall_ms() / 1000);
	char at[16] = "";
	struct tm tm;

	if (localtime_r(&now, &tm) != NULL &&
	    strftime(at, sizeof at, "%H:%M:%S ", &tm) > 0)
		put(l, span_of(at), RESERVE);
	put(l, span_of(log_role), RESERVE);
	put(l, level == LOG_ERR ? TEXT(": error: ") : TEXT(": "), RESERVE);
	put_escaped(l, span_of(msg), false);
	for (size_t i = 0; i < n; i++)
		if (!is_cause(&field[i]))
			put_field(l, &field[i]);
	for (size_t i = 0; i < n; i++)
		if (is_cause(&field[i])) {
			put(l, TEXT(": "), RESERVE);
			put_escaped(l, field[i].s, false);
			break;
		}
	put(l, TEXT("\n"), 0);
}

void
log_event(enum log_level level, const char *msg, const struct log_field *field,
    size_t n)
{
	struct line l = { .n = 0 };
	int saved = errno;
	ssize_t done;

	if (!log_wants(level))
		return;
	if (log_form == LOG_PLAIN)
		put_plain(&l, level, msg, field, n);
	else
		put_event(&l, level, msg, field, n);
	/* One write a line, so that lines of several processes do not mix; a
	 * log that cannot be written is no reason to stop. */
	done = write(STDERR_FILENO, l.b, l.n);
	(void)done;
	errno = saved;
}
