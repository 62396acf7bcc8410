/* Tests for proto/log.c: one line an event, whatever is in it. */
#include "wire.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <unistd.h>

#include "proto/jsonin.h"
#include "proto/log.h"
#include "proto/utf8.h"
#include "tests/help.h"

/* What log_event() writes to standard error, in out. */
static void
capture(struct buf *out, enum log_format format, const char *msg,
    const struct log_field *field, size_t n)
{
	FILE *f = tmpfile();
	int saved = dup(STDERR_FILENO);
	ssize_t got;

	assert_non_null(f);
	log_init("tester", LOG_INFO, format);
	dup2(fileno(f), STDERR_FILENO);
	log_event(LOG_WARN, msg, field, n);
	dup2(saved, STDERR_FILENO);
	close(saved);
	buf_clear(out);
	got = pread(fileno(f), buf_room(out, 1 << 16), 1 << 16, 0);
	assert_true(got >= 0);
	out->n = (size_t)got;
	fclose(f);
}

/* The line of one field v, without what comes before it. */
static const char *
line_of(struct buf *out, enum log_format format, struct span v)
{
	const struct log_field f = LOG_V("v", v);
	const char *p;

	capture(out, format, "m", &f, 1);
	p = strstr(buf_cstr(out), format == LOG_JSON ? "\"v\":" : " v=");
	assert_non_null(p);
	return strchr(p, format == LOG_JSON ? ':' : '=') + 1;
}

static void
values_are_quoted_when_they_need_it(void **state)
{
	(void)state;
	static const struct {
		struct span in;
		const char *logfmt, *json;
	} cases[] = {
		{ SPAN("plain-1:2/3"), "plain-1:2/3", "\"plain-1:2/3\"" },
		{ SPAN(""), "\"\"", "\"\"" },
		{ SPAN("two words"), "\"two words\"", "\"two words\"" },
		{ SPAN("a=b"), "\"a=b\"", "\"a=b\"" },
		{ SPAN("say \"x\"\\"), "\"say \\\"x\\\"\\\\\"",
		    "\"say \\\"x\\\"\\\\\"" },
		{ SPAN("a\nlevel=err"), "\"a\\nlevel=err\"",
		    "\"a\\nlevel=err\"" },
		{ SPAN("\x1b[31m\x7f\0"), "\"\\u001b[31m\\u007f\\u0000\"",
		    "\"\\u001b[31m\\u007f\\u0000\"" },
		{ SPAN("\xc2\x9b"), "\"\\u009b\"", "\"\\u009b\"" },
		{ SPAN("\xe2\x80\xae"), "\"\\u202e\"", "\"\\u202e\"" },
		{ SPAN("caf\xc3\xa9"), "\"caf\xc3\xa9\"", "\"caf\xc3\xa9\"" },
		{ SPAN("a\xff\xc3"), "\"a\xef\xbf\xbd\xef\xbf\xbd\"",
		    "\"a\xef\xbf\xbd\xef\xbf\xbd\"" },
	};
	struct buf out = { 0 };

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		const char *got = line_of(&out, LOG_LOGFMT, cases[i].in);

		assert_int_equal(strcspn(got, "\n"), strlen(cases[i].logfmt));
		assert_memory_equal(
		    got, cases[i].logfmt, strlen(cases[i].logfmt));
		got = line_of(&out, LOG_JSON, cases[i].in);
		assert_memory_equal(got, cases[i].json, strlen(cases[i].json));
	}
	buf_free(&out);
}

static void
a_line_has_time_role_level_and_message_first(void **state)
{
	(void)state;
	const struct log_field f[] = { LOG_I("pid", -4), LOG_RC(RC_FULL) };
	struct buf out = { 0 };
	const char *p;

	capture(&out, LOG_LOGFMT, "child died", f, 2);
	p = buf_cstr(&out);
	assert_memory_equal(p, "at=2", 4);
	assert_string_equal(strchr(p, ' '),
	    " role=tester level=warn msg=\"child died\" pid=-4 "
	    "cause=\"no space left\"\n");
	buf_free(&out);
}

static void
a_person_reads_the_time_who_what_and_then_why(void **state)
{
	(void)state;
	const struct log_field f[] = { LOG_S("cause", "a \"PDF\"\nof\x1b[2J"),
		LOG_S("file", "my story.pdf"), LOG_I("line", 3) };
	struct buf out = { 0 };
	const char *p;

	capture(&out, LOG_PLAIN, "refused", f, 3);
	p = buf_cstr(&out);
	assert_int_equal(strspn(p, "0123456789:"), 8);
	assert_string_equal(p + 8,
	    " tester: refused file=\"my story.pdf\" line=3: a "
	    "\"PDF\"\\nof\\u001b[2J\n");
	capture(&out, LOG_AUTO, "refused", f, 1); /* into a file */
	assert_memory_equal(buf_cstr(&out), "at=", 3);
	buf_free(&out);
}

/* Any bytes at all, of any length: one line, UTF-8, and JSON where said. */
static void
no_value_breaks_the_line(void **state)
{
	(void)state;
	static const char *const pieces[] = { "x", "\"", "\\", "\n", "\xff",
		"\xe2\x82\xac", "\xf0\x9f\x98\x80", "\x1b", "=" };
	struct buf value = { 0 }, out = { 0 }, why = { 0 };

	for (size_t len = 3900; len < 4200; len++) {
		struct json_object *o = NULL;
		enum log_format format = (enum log_format)(len % 3 + 1);
		struct log_field f[2] = { LOG_I("n", 1), LOG_I("m", 2) };

		buf_clear(&value);
		while (value.n < len)
			buf_puts(&value, pieces[(value.n * 7 + len) % 9]);
		f[0] = (struct log_field)LOG_V("v", buf_span(&value));
		capture(&out, format, "m", f, 2);
		assert_true(out.n > 1000 && out.n <= LOG_LINE_MAX);
		assert_ptr_equal(memchr(out.p, '\n', out.n), out.p + out.n - 1);
		assert_int_equal(utf8_valid(buf_span(&out)), out.n);
		if (format == LOG_JSON) {
			assert_int_equal(
			    jsonin_parse(buf_span(&out), 4, &o, &why), RC_OK);
			json_object_put(o);
		}
	}
	buf_free(&value);
	buf_free(&out);
	buf_free(&why);
}

static void
many_fields_are_cut_to_a_whole_line(void **state)
{
	(void)state;
	static const struct log_field one = LOG_I("field", 1234567);
	struct log_field *f = mem_grow(NULL, 2000, sizeof *f);
	struct buf out = { 0 }, why = { 0 };
	struct json_object *o = NULL;

	for (int i = 0; i < 2000; i++)
		f[i] = one;
	capture(&out, LOG_JSON, "m", f, 2000);
	assert_true(out.n <= LOG_LINE_MAX);
	assert_int_equal(jsonin_parse(buf_span(&out), 4, &o, &why), RC_OK);
	json_object_put(o);
	free(f);
	buf_free(&out);
	buf_free(&why);
}

static void
numbers_without_a_json_form_are_null(void **state)
{
	(void)state;
	const struct log_field f = { "r", LOG_REAL, { NULL, 0 }, 0, NAN };
	struct buf out = { 0 };

	capture(&out, LOG_JSON, "m", &f, 1);
	assert_non_null(strstr(buf_cstr(&out), "\"r\":null}"));
	buf_free(&out);
}

static void
errno_survives_and_the_level_counts(void **state)
{
	(void)state;
	struct buf out = { 0 };
	const struct log_field f = LOG_I("n", 1);

	log_init("tester", LOG_WARN, LOG_LOGFMT);
	assert_true(log_wants(LOG_ERR) && log_wants(LOG_WARN));
	assert_false(log_wants(LOG_INFO));
	errno = 4711;
	capture(&out, LOG_LOGFMT, "m", &f, 1);
	log_init("tester", LOG_ERR, LOG_LOGFMT);
	errno = 4711;
	log_event(LOG_INFO, "not seen", &f, 1);
	assert_int_equal(errno, 4711);
	buf_free(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_are_quoted_when_they_need_it),
		cmocka_unit_test(a_line_has_time_role_level_and_message_first),
		cmocka_unit_test(a_person_reads_the_time_who_what_and_then_why),
		cmocka_unit_test(no_value_breaks_the_line),
		cmocka_unit_test(many_fields_are_cut_to_a_whole_line),
		cmocka_unit_test(numbers_without_a_json_form_are_null),
		cmocka_unit_test(errno_survives_and_the_level_counts),
	};

	return cmocka_run_group_tests_name("proto/log", tests, NULL, NULL);
}
