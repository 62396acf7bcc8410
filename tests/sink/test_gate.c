/* Tests for sink/web/gate.c: who may ask. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "proto/hash.h"
#include "sink/web/gate.h"
#include "tests/help.h"

#define TOKEN "a-token-of-enough-length"

/* A gate, and the folder of its files. */
struct scene {
	char *dir, *token; /* path of the token's file */
	struct conf *conf;
	struct gate *gate;
	struct buf why;
};

static int
set_up(void **state)
{
	struct scene *s = calloc(1, sizeof *s);
	struct buf pair = { 0 };

	hash_start();
	s->dir = help_temp_dir();
	s->token = help_path(s->dir, "token");
	assert_int_equal(conf_load(NULL, &s->conf, &s->why), RC_OK);
	buf_printf(&pair, "data=%s", s->dir);
	assert_int_equal(conf_option(s->conf, buf_cstr(&pair), &s->why), RC_OK);
	buf_free(&pair);
	*state = s;
	return 0;
}

static int
tear_down(void **state)
{
	struct scene *s = *state;

	gate_free(s->gate);
	conf_free(s->conf);
	buf_free(&s->why);
	free(s->token);
	help_remove_dir(s->dir);
	free(s);
	return 0;
}

static void
option(struct scene *s, const char *key, const char *value)
{
	struct buf pair = { 0 };

	buf_printf(&pair, "%s=%s", key, value);
	assert_int_equal(conf_option(s->conf, buf_cstr(&pair), &s->why), RC_OK);
	buf_free(&pair);
}

/* The token's file, with these bytes and rights. */
static void
write_token(struct scene *s, const char *text, size_t n, mode_t mode)
{
	help_write_file(s->token, text, n);
	assert_int_equal(chmod(s->token, mode), 0);
	option(s, "http_token", s->token);
}

static enum rc
try_open(struct scene *s, const char *host, bool loopback)
{
	enum rc rc;

	gate_free(s->gate);
	s->gate = NULL;
	buf_clear(&s->why);
	rc = gate_new(s->conf, host, loopback, &s->gate, &s->why);
	if (rc == RC_OK)
		gate_port(s->gate, 8787);
	return rc;
}

static void
open_gate(struct scene *s, const char *host, bool loopback)
{
	if (try_open(s, host, loopback) != RC_OK)
		fail_msg("%s", buf_cstr(&s->why));
}

static void
open_with_token(struct scene *s)
{
	write_token(s, TOKEN, sizeof TOKEN - 1, 0600);
	open_gate(s, "0.0.0.0", false);
}

static struct gate_ask
ask_of(const char *host)
{
	return (struct gate_ask) { .method = SPAN("GET"),
		.host = span_of(host),
		.address = SPAN("\12\0\0\7") };
}

static unsigned
check_at(struct scene *s, const struct gate_ask *a, int64_t now_ms,
    enum pulse_refusal *refusal)
{
	buf_clear(&s->why);
	return gate_check(s->gate, a, now_ms, refusal, &s->why);
}

static unsigned
status_of(struct scene *s, struct gate_ask a)
{
	enum pulse_refusal refusal;
	unsigned status = check_at(s, &a, 0, &refusal);

	assert_int_equal(status != 0, s->why.n > 0); /* a refusal has a why */
	return status;
}

static void
says(struct scene *s, const char *word)
{
	if (strstr(buf_cstr(&s->why), word) == NULL)
		fail_msg("\"%s\" is not in: %s", word, buf_cstr(&s->why));
}

/* ---- host ---- */

static void
it_is_called_by_its_address_localhost_or_a_name_of_the_configuration(
    void **state)
{
	static const char *const in[] = { "127.0.0.1:8787", "127.0.0.1",
		"localhost:8787", "LOCALHOST", "localhost.:8787",
		"localhost:9000", "claims.example", "Claims.Example.:443",
		"[fd00::7]" };
	static const char *const out[] = { "localhost.evil.example",
		"127.0.0.1.nip.io", "evil.example:8787", "xclaims.example",
		"claims.example.evil.example", "127.0.0.2", "[::1]:8787",
		"0.0.0.0:8787", "192.168.1.5", "2130706433", "127.1", "[::7]" };
	struct scene *s = *state;

	option(s, "http_hosts", " claims.example  [fd00::7] ");
	open_gate(s, "127.0.0.1", true);
	for (size_t i = 0; i < sizeof in / sizeof in[0]; i++)
		if (status_of(s, ask_of(in[i])) != 0)
			fail_msg("%s: %s", in[i], buf_cstr(&s->why));
	for (size_t i = 0; i < sizeof out / sizeof out[0]; i++) {
		if (status_of(s, ask_of(out[i])) != 421)
			fail_msg("let in: %s", out[i]);
		says(s, "localhost:8787");
	}
}

static void
a_request_without_host_or_with_several_is_refused(void **state)
{
	static const char *const out[] = { "", "localhost, evil.example",
		"localhost,localhost", "evil@localhost", "localhost/",
		"http://localhost" };
	struct scene *s = *state;
	enum pulse_refusal refusal;
	struct gate_ask a = ask_of(NULL);

	open_gate(s, "127.0.0.1", true);
	assert_int_equal(check_at(s, &a, 0, &refusal), 400);
	assert_int_equal(refusal, PULSE_HOST);
	for (size_t i = 0; i < sizeof out / sizeof out[0]; i++)
		if (status_of(s, ask_of(out[i])) != 400)
			fail_msg("not refused: %s", out[i]);
}

static void
where_it_listens_on_all_addresses_any_address_is_its_own(void **state)
{
	static const char *const host[] = { "0.0.0.0", "::", "[::]" };
	struct scene *s = *state;

	write_token(s, TOKEN, sizeof TOKEN - 1, 0600);
	for (size_t i = 0; i < 3; i++) {
		struct gate_ask a = ask_of("192.168.1.5:8787");

		open_gate(s, host[i], false);
		a.open = true;
		assert_int_equal(status_of(s, a), 0);
		a.host = (struct span)SPAN("[fd00::1]");
		assert_int_equal(status_of(s, a), 0);
		a.host = (struct span)SPAN("192.168.1.5.nip.io");
		assert_int_equal(status_of(s, a), 421);
		a.host = (struct span)SPAN("desk.local");
		assert_int_equal(status_of(s, a), 421);
	}
}

static void
names_in_the_configuration_are_checked(void **state)
{
	struct scene *s = *state;

	option(s, "http_hosts", "good.example *.example");
	assert_int_equal(try_open(s, "127.0.0.1", true), RC_REFUSED);
	says(s, "http_hosts: \"*.example\"");
	option(s, "http_hosts", "");
	option(s, "http_origins", "https://desk.example/");
	assert_int_equal(try_open(s, "127.0.0.1", true), RC_REFUSED);
	says(s, "http_origins: \"https://desk.example/\"");
}

/* ---- origin ---- */

static void
our_own_pages_and_named_ones_may_ask_others_not(void **state)
{
	static const struct {
		const char *host, *origin;
		unsigned status;
	} row[] = {
		{ "localhost:8787", "http://localhost:8787", 0 },
		{ "127.0.0.1:8787", "http://127.0.0.1:8787", 0 },
		{ "localhost:9000", "http://localhost:9000", 0 },  /* tunnel */
		{ "claims.example", "https://claims.example", 0 }, /* proxy */
		{ "localhost:8787", "https://desk.example", 0 },
		{ "localhost:8787", "https://DESK.example:443", 0 },
		{ "localhost:8787", "http://desk.example", 403 },
		{ "localhost:8787", "https://desk.example:8443", 403 },
		{ "localhost:8787", "https://desk.example.evil.example", 403 },
		{ "localhost:8787", "http://evil.example", 403 },
		{ "localhost:8787", "http://localhost:3000", 403 },
		{ "localhost:8787", "http://127.0.0.1:8787", 403 },
		{ "localhost:8787", "http://localhost.evil.example:8787", 403 },
		{ "localhost:8787", "null", 403 },
		{ "localhost:8787", "", 403 },
		{ "localhost:8787", "file://", 403 },
		{ "localhost:8787", "http://localhost:8787 http://evil.example",
		    403 },
	};
	struct scene *s = *state;

	option(s, "http_hosts", "claims.example");
	option(s, "http_origins", "https://desk.example");
	open_gate(s, "127.0.0.1", true);
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		struct gate_ask a = ask_of(row[i].host);

		a.origin = span_of(row[i].origin);
		a.method = i % 2 != 0 ? (struct span)SPAN("POST") : a.method;
		if (status_of(s, a) != row[i].status)
			fail_msg("%s at %s", row[i].origin, row[i].host);
	}
	assert_true(gate_shares(s->gate, span_of("https://desk.example")));
	assert_false(gate_shares(s->gate, span_of("http://localhost:8787")));
	assert_false(gate_shares(s->gate, span_of("null")));
	assert_false(gate_shares(s->gate, span_of(NULL)));
}

static void
a_browser_that_tells_of_another_site_is_believed(void **state)
{
	static const struct {
		const char *method, *site, *mode, *origin;
		unsigned status;
	} row[] = {
		{ "GET", NULL, NULL, NULL, 0 },
		{ "GET", "none", "navigate", NULL, 0 },
		{ "GET", "same-origin", "cors", NULL, 0 },
		{ "GET", "cross-site", "navigate", NULL, 0 }, /* a link */
		{ "HEAD", "cross-site", "navigate", NULL, 0 },
		{ "GET", "cross-site", "no-cors", NULL, 403 }, /* an image */
		{ "GET", "same-site", "no-cors", NULL, 403 },
		{ "GET", "cross-site", NULL, NULL, 403 },
		{ "GET", "", NULL, NULL, 403 },
		{ "POST", "cross-site", "navigate", NULL, 403 }, /* a form */
		{ "POST", "same-site", "navigate", NULL, 403 },
		{ "POST", "cross-site", "cors", "http://localhost:8787", 403 },
		{ "POST", "same-origin", "cors", "http://localhost:8787", 0 },
		{ "GET", "cross-site", "cors", "https://desk.example", 0 },
		{ "GET", "same-origin", "cors", "http://evil.example", 403 },
	};
	struct scene *s = *state;

	option(s, "http_origins", "https://desk.example");
	open_gate(s, "127.0.0.1", true);
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		struct gate_ask a = ask_of("localhost:8787");
		enum pulse_refusal refusal;

		a.method = span_of(row[i].method);
		a.fetch_site = span_of(row[i].site);
		a.fetch_mode = span_of(row[i].mode);
		a.origin = span_of(row[i].origin);
		if (check_at(s, &a, 0, &refusal) != row[i].status)
			fail_msg("row %zu", i);
		if (row[i].status != 0)
			assert_int_equal(refusal, PULSE_CROSS);
	}
}

/* ---- token ---- */

static void
beyond_loopback_a_token_is_needed(void **state)
{
	struct scene *s = *state;

	assert_int_equal(try_open(s, "0.0.0.0", false), RC_REFUSED);
	says(s, "http_token");
	open_gate(s, "127.0.0.1", true);
	assert_false(gate_has_token(s->gate));
	assert_int_equal(status_of(s, ask_of("localhost")), 0);
	open_with_token(s);
	assert_true(gate_has_token(s->gate));
	assert_int_equal(status_of(s, ask_of("localhost")), 401);
	open_gate(s, "127.0.0.1", true); /* one that was set is asked for */
	assert_int_equal(status_of(s, ask_of("localhost")), 401);
}

static void
a_token_is_a_private_file_with_one_long_word(void **state)
{
	static const struct {
		const char *text;
		mode_t mode;
		const char *why; /* NULL: taken */
	} row[] = {
		{ "0123456789abcdef", 0600, NULL },
		{ "\n 0123456789abcdef \r\n", 0400, NULL },
		{ "0123456789abcde", 0600, "16" },
		{ "0123456789abcde \n", 0600, "16" },
		{ "", 0600, "16" },
		{ "two words of a token", 0600, "one word" },
		{ "0123456789abc\xc3\xa4xx", 0600, "one word" },
		{ "0123456789abcdef", 0640, "chmod 600" },
		{ "0123456789abcdef", 0604, "chmod 600" },
		{ "0123456789abcdef", 0620, "chmod 600" },
	};
	struct scene *s = *state;
	char big[2000];

	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		write_token(s, row[i].text, strlen(row[i].text), row[i].mode);
		if (row[i].why == NULL)
			open_gate(s, "0.0.0.0", false);
		else {
			assert_int_equal(
			    try_open(s, "0.0.0.0", false), RC_REFUSED);
			says(s, row[i].why);
			says(s, s->token);
		}
		assert_int_equal(remove(s->token), 0);
	}
	memset(big, 'x', sizeof big);
	write_token(s, big, sizeof big, 0600);
	assert_int_equal(try_open(s, "0.0.0.0", false), RC_REFUSED);
	option(s, "http_token", s->dir); /* a folder */
	assert_int_equal(try_open(s, "0.0.0.0", false), RC_REFUSED);
	remove(s->token);
	assert_int_equal(mkfifo(s->token, 0600), 0); /* nobody writes */
	option(s, "http_token", s->token);
	assert_int_equal(try_open(s, "0.0.0.0", false), RC_REFUSED);
	remove(s->token);
	assert_int_equal(try_open(s, "0.0.0.0", false), RC_REFUSED);
	says(s, "No such file");
}

static unsigned
with_authorization(struct scene *s, const char *value)
{
	struct gate_ask a = ask_of("localhost");

	a.address = (struct span) { NULL, 0 };
	a.authorization = span_of(value);
	return status_of(s, a);
}

static void
the_token_comes_in_the_authorization_header(void **state)
{
	struct scene *s = *state;

	open_with_token(s);
	assert_int_equal(with_authorization(s, "Bearer " TOKEN), 0);
	assert_int_equal(with_authorization(s, "bearer  " TOKEN " "), 0);
	assert_int_equal(with_authorization(s, TOKEN), 401);
	assert_int_equal(with_authorization(s, "Basic " TOKEN), 401);
	assert_int_equal(with_authorization(s, "Bearer"), 401);
	assert_int_equal(with_authorization(s, "Bearer "), 401);
	assert_int_equal(with_authorization(s, "Bearer " TOKEN "x"), 401);
	assert_int_equal(
	    with_authorization(s, "Bearer a-token-of-enough-lengt"), 401);
	assert_int_equal(
	    with_authorization(s, "Bearer A-TOKEN-OF-ENOUGH-LENGTH"), 401);
	assert_int_equal(
	    with_authorization(s, "Bearer " TOKEN ", Bearer " TOKEN), 401);
}

static void
some_addresses_are_open(void **state)
{
	struct scene *s = *state;
	struct gate_ask a = ask_of("localhost");

	open_with_token(s);
	a.open = true;
	assert_int_equal(status_of(s, a), 0);
	a.host = (struct span)SPAN("evil.example"); /* but not for all */
	assert_int_equal(status_of(s, a), 421);
}

/* The value that a login sets, up to its first semicolon. */
static void
log_in(struct scene *s, struct buf *cookie)
{
	char *end;

	assert_int_equal(gate_login(s->gate, span_of(TOKEN "\r\n"),
			     (struct span)SPAN("\12\0\0\7"), 0, cookie),
	    0);
	assert_non_null(strstr(buf_cstr(cookie), "; HttpOnly"));
	assert_non_null(strstr(buf_cstr(cookie), "; SameSite=Strict"));
	assert_null(strstr(buf_cstr(cookie), TOKEN));
	end = strchr(buf_cstr(cookie), ';');
	cookie->n = (size_t)(end - cookie->p);
}

static unsigned
with_cookie(
    struct scene *s, const char *before, struct buf *cookie, const char *after)
{
	struct gate_ask a = ask_of("localhost");
	struct buf text = { 0 };
	unsigned status;

	buf_printf(&text, "%s%s%s", before, buf_cstr(cookie), after);
	a.cookie = buf_span(&text);
	status = status_of(s, a);
	buf_free(&text);
	return status;
}

static void
a_login_sets_a_cookie_that_lets_in(void **state)
{
	struct scene *s = *state;
	struct buf cookie = { 0 };

	open_with_token(s);
	log_in(s, &cookie);
	assert_int_equal(with_cookie(s, "", &cookie, ""), 0);
	assert_int_equal(with_cookie(s, "a=b; ", &cookie, "; c=d"), 0);
	assert_int_equal(with_cookie(s, "a;", &cookie, ""), 0);
	assert_int_equal(with_cookie(s, "x", &cookie, ""), 401);
	assert_int_equal(with_cookie(s, "", &cookie, "x"), 401);
	assert_int_equal(with_cookie(s, "claimwire=1; ", &cookie, ""), 401);
	assert_int_equal(
	    with_cookie(s, "claimwire=" TOKEN "; ", &cookie, ""), 401);
	assert_int_equal(with_cookie(s, ";;; ", &cookie, ""), 0);
	open_with_token(s); /* after a restart */
	assert_int_equal(with_cookie(s, "", &cookie, ""), 0);
	write_token(s, TOKEN "2", sizeof TOKEN, 0600); /* a new one */
	open_gate(s, "0.0.0.0", false);
	assert_int_equal(with_cookie(s, "", &cookie, ""), 401);
	says(s, "changed");
	buf_free(&cookie);
}

static void
without_a_token_a_login_is_harmless(void **state)
{
	struct scene *s = *state;
	struct buf cookie = { 0 };

	open_gate(s, "127.0.0.1", true);
	assert_int_equal(gate_login(s->gate, span_of("x"),
			     (struct span)SPAN("\12\0\0\7"), 0, &cookie),
	    0);
	assert_int_equal(cookie.n, 0);
}

static unsigned
guess_at(struct scene *s, const char *token, int64_t now_ms,
    enum pulse_refusal *refusal)
{
	struct gate_ask a = ask_of("localhost");

	a.authorization = span_of(token);
	return check_at(s, &a, now_ms, refusal);
}

static void
who_guesses_waits(void **state)
{
	struct scene *s = *state;
	enum pulse_refusal refusal;
	struct buf cookie = { 0 };
	struct gate_ask other = ask_of("localhost");

	open_with_token(s);
	log_in(s, &cookie);
	for (int i = 0; i < GATE_TRIES; i++) {
		assert_int_equal(guess_at(s, "Bearer guess", i, &refusal), 401);
		assert_int_equal(refusal, PULSE_TOKEN);
	}
	assert_int_equal(guess_at(s, "Bearer guess", 20, &refusal), 429);
	assert_int_equal(refusal, PULSE_GUESSING);
	assert_int_equal(guess_at(s, "Bearer " TOKEN, 20, &refusal), 429);
	assert_int_equal(gate_login(s->gate, span_of(TOKEN),
			     (struct span)SPAN("\12\0\0\7"), 20, &cookie),
	    429);
	assert_int_equal(with_cookie(s, "", &cookie, ""), 0);
	other.address = (struct span)SPAN("\12\0\0\10");
	other.authorization = (struct span)SPAN("Bearer " TOKEN);
	assert_int_equal(check_at(s, &other, 20, &refusal), 0);
	assert_int_equal(guess_at(s, "Bearer " TOKEN,
			     GATE_TRIES - 1 + GATE_WAIT_MS, &refusal),
	    0);
	buf_free(&cookie);
}

static void
an_old_cookie_or_none_is_no_guess(void **state)
{
	struct scene *s = *state;
	enum pulse_refusal refusal;
	struct gate_ask a = ask_of("localhost");

	open_with_token(s);
	a.cookie = (struct span)SPAN("claimwire=0123");
	for (int i = 0; i < 3 * GATE_TRIES; i++) {
		assert_int_equal(guess_at(s, NULL, i, &refusal), 401);
		assert_int_equal(check_at(s, &a, i, &refusal), 401);
		assert_int_equal(refusal, PULSE_TOKEN);
	}
	refusal = PULSE_BAD;
	assert_int_equal(guess_at(s, "Bearer " TOKEN, 99, &refusal), 0);
	assert_int_equal(refusal, PULSE_BAD); /* of whatever is wrong next */
}

#define SCENE(t) cmocka_unit_test_setup_teardown(t, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		SCENE(
		    it_is_called_by_its_address_localhost_or_a_name_of_the_configuration),
		SCENE(a_request_without_host_or_with_several_is_refused),
		SCENE(where_it_listens_on_all_addresses_any_address_is_its_own),
		SCENE(names_in_the_configuration_are_checked),
		SCENE(our_own_pages_and_named_ones_may_ask_others_not),
		SCENE(a_browser_that_tells_of_another_site_is_believed),
		SCENE(beyond_loopback_a_token_is_needed),
		SCENE(a_token_is_a_private_file_with_one_long_word),
		SCENE(the_token_comes_in_the_authorization_header),
		SCENE(some_addresses_are_open),
		SCENE(a_login_sets_a_cookie_that_lets_in),
		SCENE(without_a_token_a_login_is_harmless),
		SCENE(who_guesses_waits),
		SCENE(an_old_cookie_or_none_is_no_guess),
	};

	return cmocka_run_group_tests_name("sink/web/gate", tests, NULL, NULL);
}
