/* Tests for producer/rawrecord.c and fieldmap.c: records of other tools in the
 * forms that those document, maps of the user's, pages within records. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "producer/fieldmap.h"
#include "producer/rawrecord.h"
#include "proto/render.h"

static enum rc
read_by(const char *maps, const char *line, struct buf *out)
{
	struct rawrecord *r = rawrecord_new(maps);
	struct buf why = { 0 };
	struct json j;
	struct article a;
	enum rc rc = rawrecord_read(r, span_of(line), &a, &why);

	buf_clear(out);
	j = json_on(out);
	if (rc == RC_OK)
		render_article(&j, &a);
	else
		buf_puts(out, buf_cstr(&why));
	buf_free(&why);
	rawrecord_free(r);
	return rc;
}

static void
reads_as(const char *maps, const char *line, const char *want)
{
	struct buf got = { 0 };

	(void)read_by(maps, line, &got);
	assert_string_equal(buf_cstr(&got), want);
	buf_free(&got);
}

static void
refused(const char *maps, const char *line, const char *part)
{
	struct buf got = { 0 };

	assert_int_not_equal(read_by(maps, line, &got), RC_OK);
	if (strstr(buf_cstr(&got), part) == NULL)
		fail_msg("\"%s\" lacks: %s", buf_cstr(&got), part);
	buf_free(&got);
}

static void
our_own_form_is_read_as_ever(void **state)
{
	(void)state;
	reads_as(NULL,
	    "{\"id\":7,\"wire\":\"Tarn "
	    "Wire\",\"maintext\":\"no\",\"text\":\"It "
	    "holds.\"}",
	    "{\"id\":\"7\",\"source\":\"Tarn Wire\",\"text\":\"It holds.\"}");
	refused(NULL, "{\"text\":5}", "not a string");
	refused(NULL, "{\"text\":\"\"}", "empty");
	refused(NULL, "{\"title\":\"T\",\"url\":\"u\"}", "no \"text\"");
	refused(NULL, "[]", "not an object");
	refused(NULL, "{", "column");
}

static void
news_please(void **state)
{
	(void)state;
	reads_as(NULL,
	    "{\"authors\":[\"Ida Solberg\",\"Rolf Hagen\"],\"date_download\":"
	    "\"2031-05-02 08:00:00\",\"date_modify\":null,\"date_publish\":"
	    "\"2031-05-01 17:03:00\",\"description\":\"d\",\"filename\":\"f\","
	    "\"image_url\":null,\"language\":\"en\",\"localpath\":null,"
	    "\"maintext\":\"The weir holds.\\nSo she said.\",\"source_domain\":"
	    "\"tarn.example\",\"title\":\"Weir holds\",\"title_page\":null,"
	    "\"title_rss\":null,\"url\":\"https://tarn.example/1\"}",
	    "{\"url\":\"https://tarn.example/1\",\"title\":\"Weir holds\","
	    "\"byline\":\"Ida Solberg, Rolf Hagen\",\"published\":"
	    "\"2031-05-01\",\"lang\":\"en\",\"text\":\"The weir holds.\\nSo "
	    "she "
	    "said.\"}");
	refused(NULL, "{\"maintext\":null,\"title\":\"T\",\"url\":\"u\"}",
	    "no \"text\"");
}

static void
fundus(void **state)
{
	(void)state;
	reads_as(NULL,
	    "{\"title\":\"Weir holds\",\"plaintext\":\"The weir holds.\","
	    "\"authors\":[\"Ida Solberg\"],\"publishing_date\":\"2031-05-01 "
	    "17:03:00+02:00\",\"topics\":[\"rivers\",\"Tarn\"],\"free_access\":"
	    "true,"
	    "\"lang\":\"en\"}",
	    "{\"title\":\"Weir holds\",\"byline\":\"Ida Solberg\","
	    "\"published\":\"2031-05-01T17:03:00+02:00\",\"lang\":\"en\","
	    "\"categories\":[\"rivers\",\"Tarn\"],\"text\":\"The weir "
	    "holds.\"}");
	reads_as(NULL,
	    "{\"title\":\"W\",\"plaintext\":null,\"publishing_date\":null,"
	    "\"body\":{\"summary\":[\"s\"],\"sections\":[{\"headline\":[],"
	    "\"paragraphs\":[\"One.\",\"Two.\"]},{\"headline\":[\"h\"],"
	    "\"paragraphs\":[\"Three.\"]}]},\"html\":{\"requested_url\":"
	    "\"https://tarn.example/2\",\"responded_url\":"
	    "\"https://tarn.example/3\",\"content\":\"<html>\","
	    "\"source_info\":{\"publisher\":\"Tarn Herald\"}}}",
	    "{\"url\":\"https://tarn.example/3\",\"outlet\":\"Tarn Herald\","
	    "\"title\":\"W\",\"text\":\"One.\\n\\nTwo.\\n\\nThree.\"}");
}

static void
gdelt(void **state)
{
	(void)state;
	reads_as(NULL,
	    "{\"date\":\"2031-05-01T17:03:00Z\",\"url\":"
	    "\"https://tarn.example/3\",\"domain\":\"tarn.example\","
	    "\"outletName\":\"Tarn Herald\",\"lang\":\"en\",\"title\":\"Weir "
	    "holds\",\"desc\":\"The weir holds, she said.\",\"author\":\"Ida "
	    "Solberg\"}",
	    "{\"url\":\"https://tarn.example/3\",\"outlet\":\"Tarn Herald\","
	    "\"title\":\"Weir holds\",\"byline\":\"Ida Solberg\","
	    "\"published\":\"2031-05-01T17:03:00Z\",\"lang\":\"en\",\"text\":"
	    "\"The weir holds, she said.\"}");
	reads_as(NULL,
	    "{\"url\":\"https://tarn.example/4\",\"url_mobile\":\"\","
	    "\"title\":\"Weir holds\",\"seendate\":\"20310501T170300Z\","
	    "\"domain\":\"tarn.example\",\"language\":\"English\"}",
	    "{\"url\":\"https://tarn.example/4\",\"title\":\"Weir holds\","
	    "\"published\":\"2031-05-01T17:03:00Z\",\"lang\":\"English\","
	    "\"text\":\"Weir holds\"}");
}

static void
ninjs(void **state)
{
	(void)state;
	reads_as(NULL,
	    "{\"uri\":\"urn:tarn:5\",\"type\":\"text\",\"versioncreated\":"
	    "\"2031-05-01T18:00:00+02:00\",\"firstcreated\":"
	    "\"2031-05-01T17:00:00+02:00\",\"language\":\"en-GB\","
	    "\"headline\":\"Weir holds\",\"byline\":\"Ida Solberg\","
	    "\"body_html\":\"<p>One &amp; two.</p><p>Three.</p>\","
	    "\"subject\":[{\"code\":\"1\",\"name\":\"rivers\"}],"
	    "\"infosource\":[{\"name\":\"Tarn Wire\"}]}",
	    "{\"guid\":\"urn:tarn:5\",\"outlet\":\"Tarn "
	    "Wire\",\"title\":\"Weir "
	    "holds\",\"byline\":\"Ida Solberg\",\"published\":"
	    "\"2031-05-01T17:00:00+02:00\",\"updated\":"
	    "\"2031-05-01T18:00:00+02:00\",\"lang\":\"en-GB\",\"categories\":["
	    "\"rivers\"],\"text\":\"One & "
	    "two.\\n\\nThree.\"}");
	reads_as(NULL,
	    "{\"uri\":\"urn:tarn:6\",\"headlines\":[{\"role\":\"main\","
	    "\"value\":\"Weir\"},{\"value\":\"x\"}],\"bodies\":["
	    "{\"contentType\":\"text/html\",\"value\":\"<p>no</p>\"},"
	    "{\"contentType\":\"text/plain\",\"value\":\"It holds.\"}],"
	    "\"versionCreated\":\"2031-05-01T18:00:00Z\"}",
	    "{\"guid\":\"urn:tarn:6\",\"title\":\"Weir\",\"updated\":"
	    "\"2031-05-01T18:00:00Z\",\"text\":\"It holds.\"}");
}

static void
a_map_of_the_users_comes_first(void **state)
{
	static const char maps[] = "cms ?kind title:head.line text:body.parts "
				   "byline:by.name id:nr,\n other html:page";

	(void)state;
	reads_as(maps,
	    "{\"kind\":null,\"nr\":12,\"head\":{\"line\":\"H\"},\"by\":[{"
	    "\"name\":\"A\"},{\"name\":\"B\"},{}],\"body\":{\"parts\":["
	    "\"One.\",\"\",[\"Two.\"],{}]},\"text\":\"no\",\"url\":\"u\"}",
	    "{\"id\":\"12\",\"url\":\"u\",\"title\":\"H\",\"byline\":\"A, B\","
	    "\"text\":\"One.\\n\\nTwo.\"}");
	reads_as(maps, "{\"page\":\"<p>One.</p>\"}", "{\"text\":\"One.\"}");
	reads_as(maps, "{\"text\":\"Ours.\"}", "{\"text\":\"Ours.\"}");
	refused(maps, "{\"body\":{\"parts\":[\"One.\"]}}", "no \"text\"");
}

static void
a_map_that_is_none_is_refused_with_its_place(void **state)
{
	static const struct {
		const char *text, *part;
	} bad[] = {
		{ "a", "names no text" },
		{ "a title:b", "names no text" },
		{ "a text:b, c title:d", "\"c\" names no text" },
		{ "a text:b titel:c", "\"titel:c\"" },
		{ "a text:b title", "MEMBER:PATH" },
		{ "a text:", "its path" },
		{ "a text:b..c", "its path" },
		{ "a text:b.", "its path" },
		{ "a text:b[c=d", "its path" },
		{ "a ? text:b", "its path" },
	};
	struct buf why = { 0 }, other = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		if (fieldmap_check(bad[i].text, &why) != RC_REFUSED)
			fail_msg("taken: %s", bad[i].text);
		if (strstr(buf_cstr(&why), bad[i].part) == NULL)
			fail_msg("%s: %s", bad[i].text, buf_cstr(&why));
	}
	assert_int_equal(fieldmap_check(NULL, &why), RC_OK);
	assert_int_equal(fieldmap_check(" ", &why), RC_OK);
	assert_int_equal(
	    fieldmap_check("a text:b[c=d].e, f html:g", &why), RC_OK);
	buf_clear(&why);
	for (int i = 0; i < 40; i++)
		buf_puts(&why,
		    "a text:b text:c text:d text:e text:f text:g "
		    "text:h,");
	assert_int_equal(fieldmap_check(buf_cstr(&why), &other), RC_REFUSED);
	buf_free(&other);
	buf_free(&why);
}

#define PAGE                                                            \
	"<!doctype html><html lang=en-GB><head><title>Weir holds | "    \
	"Tarn</title><meta property='og:site_name' content='Tarn "      \
	"Herald'></head><body><article><h1>Weir holds</h1><p>The weir " \
	"holds, the mayor said on Monday, and it will for years.</p>"   \
	"<p>Nobody in the room asked her how she knew that.</p>"        \
	"</article></body></html>"
#define TEXT                                                         \
	"The weir holds, the mayor said on Monday, and it will for " \
	"years.\\n\\nNobody in the room asked her how she knew that."

static void
a_page_in_a_record_is_read_as_one(void **state)
{
	(void)state;
	reads_as(NULL,
	    "{\"url\":\"https://tarn.example/7\",\"html\":\"" PAGE "\"}",
	    "{\"url\":\"https://tarn.example/7\",\"outlet\":\"Tarn Herald\","
	    "\"title\":\"Weir holds\",\"lang\":\"en-GB\",\"text\":\"" TEXT
	    "\"}");
	reads_as(NULL,
	    "{\"id\":\"8\",\"outlet\":\"O\",\"title\":\"T\",\"lang\":\"en\","
	    "\"html\":\"" PAGE "\"}",
	    "{\"id\":\"8\",\"outlet\":\"O\",\"title\":\"T\",\"lang\":\"en\","
	    "\"text\":\"" TEXT "\"}");
	reads_as(NULL, "{\"html\":\"no\",\"text\":\"It holds.\"}",
	    "{\"text\":\"It holds.\"}");
	refused(NULL, "{\"html\":\"<!doctype html><p></p>\"}", "page without");
	refused(NULL, "{\"html\":\"<p> </p>\"}", "\"html\" without");
	refused(NULL, "{\"html\":\"\"}", "no \"text\" and no \"html\"");
	refused(NULL, "{\"html\":7}", "no \"text\" and no \"html\"");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(our_own_form_is_read_as_ever),
		cmocka_unit_test(news_please),
		cmocka_unit_test(fundus),
		cmocka_unit_test(gdelt),
		cmocka_unit_test(ninjs),
		cmocka_unit_test(a_map_of_the_users_comes_first),
		cmocka_unit_test(a_map_that_is_none_is_refused_with_its_place),
		cmocka_unit_test(a_page_in_a_record_is_read_as_one),
	};

	return cmocka_run_group_tests_name(
	    "producer/rawrecord", tests, NULL, NULL);
}
