/* Tests for producer/warc.c and gunzip.c: records, and damage between them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "producer/gunzip.h"
#include "producer/warc.h"
#include "warcs.h"

static int
file_of(struct span s)
{
	int fd = memfd_create("warc", MFD_CLOEXEC);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, s.p, s.n), s.n);
	return fd;
}

/* What is in it from offset on: "URL=BLOCK " a record, "!OFFSET " what is
 * damaged; *resume takes the offset after the first record. */
static void
list(struct span file, uint64_t offset, struct buf *out, uint64_t *resume)
{
	int fd = file_of(file);
	struct warc *w = warc_open(fd, offset);
	struct warc_record r;
	const char *why = NULL;
	uint64_t at;
	enum rc rc;

	buf_clear(out);
	while ((rc = warc_next(w, &r, &at, &why)) != RC_END) {
		if (rc == RC_REFUSED) {
			assert_non_null(why);
			buf_printf(out, "!%d ", (int)at);
			continue;
		}
		assert_int_equal(rc, RC_OK);
		buf_printf(out, "%.*s=%.*s%s ", (int)r.url.n, r.url.p,
		    (int)r.block.n, r.block.p, r.cut ? "~" : "");
		if (resume != NULL && *resume == 0)
			*resume = warc_offset(w);
	}
	warc_close(w);
	close(fd);
}

static void
lists(struct span file, uint64_t offset, const char *records)
{
	struct buf out = { 0 };

	list(file, offset, &out, NULL);
	assert_string_equal(buf_cstr(&out), records);
	buf_free(&out);
}

static void
records_come_in_order_and_go_on_at_an_offset(void **state)
{
	struct buf plain = { 0 }, zipped = { 0 }, out = { 0 };
	uint64_t resume;

	(void)state;
	put_text(&plain, "u:1", "one");
	put_text(&plain, "<u:2>", "two");
	put_zipped(&zipped, "u:1", "one");
	put_zipped(&zipped, "u:2", "two");
	for (int i = 0; i < 2; i++) {
		struct span f = buf_span(i == 0 ? &plain : &zipped);

		resume = 0;
		list(f, 0, &out, &resume);
		assert_string_equal(buf_cstr(&out), "u:1=one u:2=two ");
		lists(f, resume, "u:2=two ");
	}
	buf_free(&plain);
	buf_free(&zipped);
	buf_free(&out);
}

static void
one_member_for_the_whole_file_is_read_too(void **state)
{
	struct buf plain = { 0 }, zipped = { 0 };

	(void)state;
	put_text(&plain, "u:1", "one");
	put_text(&plain, "u:2", "two");
	put_member(&zipped, buf_span(&plain));
	lists(buf_span(&zipped), 0, "u:1=one u:2=two ");
	buf_free(&plain);
	buf_free(&zipped);
}

static void
what_is_damaged_is_passed_over_with_its_offset(void **state)
{
	struct buf b = { 0 }, want = { 0 };
	size_t second;

	(void)state;
	put_text(&b, "u:1", "one");
	second = b.n;
	buf_puts(&b, "WARC/1.0\r\nWARC-Type: response\r\n\r\nno length\r\n");
	put_text(&b, "u:3", "three");
	buf_printf(&want, "u:1=one !%d u:3=three ", (int)second);
	lists(buf_span(&b), 0, buf_cstr(&want));

	buf_clear(&b);
	buf_clear(&want);
	put_record(&b, "conversion", "u:1", "text/plain", "short", -2);
	put_text(&b, "u:2", "two");
	buf_printf(&want, "u:1=sho !%d u:2=two ",
	    (int)((char *)memmem(b.p, b.n, "rt\r\n", 4) - b.p));
	lists(buf_span(&b), 0, buf_cstr(&want));

	buf_clear(&b);
	put_text(&b, "u:1", "one");
	lists((struct span) { b.p, b.n - 5 }, 0, "u:1=on~ ");
	lists((struct span) { b.p, 30 }, 0, "!0 ");
	lists(span_of("no archive at all\n"), 0, "!0 ");
	lists(span_of(""), 0, "");
	buf_free(&b);
	buf_free(&want);
}

static void
a_damaged_member_costs_itself_only(void **state)
{
	struct buf b = { 0 }, want = { 0 };
	size_t first, second;

	(void)state;
	put_zipped(&b, "u:1", "one");
	first = b.n;
	put_zipped(&b, "u:2", "two two two two");
	second = b.n;
	put_zipped(&b, "u:3", "three");
	b.p[first + 20] ^= 0x55;
	b.p[first + 40] ^= 0x55;
	list(buf_span(&b), 0, &want, NULL);
	assert_non_null(strstr(buf_cstr(&want), "u:1=one "));
	assert_non_null(strstr(buf_cstr(&want), "u:3=three "));
	assert_null(strstr(buf_cstr(&want), "u:2=two two two two "));
	/* junk between members */
	buf_clear(&b);
	put_zipped(&b, "u:1", "one");
	first = b.n;
	buf_puts(&b, "some junk \x1f here");
	put_zipped(&b, "u:2", "two");
	buf_clear(&want);
	buf_printf(&want, "u:1=one !%d u:2=two ", (int)first);
	lists(buf_span(&b), 0, buf_cstr(&want));
	(void)second;
	buf_free(&b);
	buf_free(&want);
}

static void
every_truncation_is_said_or_harmless(void **state)
{
	struct buf b = { 0 }, out = { 0 };
	size_t whole;

	(void)state;
	put_zipped(&b, "u:1", "one");
	whole = b.n;
	put_zipped(&b, "u:2", "two");
	for (size_t n = whole + 1; n < b.n - 8; n++) {
		list((struct span) { b.p, n }, 0, &out, NULL);
		assert_memory_equal(buf_cstr(&out), "u:1=one ", 8);
		if (strchr(out.p, '!') == NULL && strchr(out.p, '~') == NULL &&
		    strstr(out.p, "u:2=two ") == NULL)
			fail_msg("%zu: %s", n, buf_cstr(&out));
	}
	buf_free(&b);
	buf_free(&out);
}

static void
arc_has_a_line_a_record(void **state)
{
	static const char arc[] =
	    "filedesc://a.arc 0.0.0.0 20260102030405 text/plain 19\n"
	    "1 0 Marl\nfields too\n\n"
	    "http://a b/?c 1.2.3.4 20260102030405 text/html 4\nbody\n"
	    "http://bad/ 1.2.3.4 20260102030405 text/html x\n\n"
	    "http://c/ 1.2.3.4 20260102030405 text/html 2\nhi\n";

	(void)state;
	lists(span_of(arc), 0,
	    "filedesc://a.arc=1 0 Marl\nfields too http://a b/?c=body !129 "
	    "http://c/=hi ");
	lists(span_of(arc), 75, "http://a b/?c=body !129 http://c/=hi ");
}

static void
a_bomb_is_stopped(void **state)
{
	struct buf zeros = { 0 }, bomb = { 0 }, out = { 0 };

	(void)state;
	memset(buf_room(&zeros, 4 << 20), 0, 4 << 20);
	zeros.n = 4 << 20;
	put_member(&bomb, buf_span(&zeros));
	assert_int_equal(gunzip_all(buf_span(&bomb), 1 << 20, &out), RC_TOOBIG);
	assert_true(out.n < (1 << 20) + 2 * GUNZIP_PIECE);
	buf_free(&zeros);
	buf_free(&bomb);
	buf_free(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(records_come_in_order_and_go_on_at_an_offset),
		cmocka_unit_test(one_member_for_the_whole_file_is_read_too),
		cmocka_unit_test(
		    what_is_damaged_is_passed_over_with_its_offset),
		cmocka_unit_test(a_damaged_member_costs_itself_only),
		cmocka_unit_test(every_truncation_is_said_or_harmless),
		cmocka_unit_test(arc_has_a_line_a_record),
		cmocka_unit_test(a_bomb_is_stopped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
