/* lookup.c -- questions to the spool. */
#include "lookup.h"

#include <inttypes.h>
#include <stdio.h>

#include "offline.h"
#include "proto/json.h"

static void
print_json(const struct spool_counts *c, bool check, struct span differs)
{
	const struct {
		const char *key;
		uint64_t v;
	} member[] = {
		{ "accepted", c->accepted },
		{ "committed", c->committed },
		{ "dead", c->dead },
		{ "pending", c->pending },
		{ "duplicates", c->duplicates },
		{ "dropped", c->dropped },
	};
	struct buf b = { 0 };
	struct json j = json_on(&b);

	json_open(&j, '{');
	for (size_t i = 0; i < sizeof(member) / sizeof(member[0]); i++) {
		json_key(&j, member[i].key);
		json_int(&j, (int64_t)member[i].v);
	}
	if (check) {
		json_key(&j, "differs");
		json_str_or_null(&j, differs);
	}
	json_close(&j, '}');
	puts(buf_cstr(&b));
	buf_free(&b);
}

static void
print_lines(const struct spool_counts *c)
{
	printf("accepted    %" PRIu64 "\n", c->accepted);
	printf("committed   %" PRIu64 " (%" PRIu64
	       " were in the store already)\n",
	    c->committed, c->duplicates);
	printf("dead        %" PRIu64 " (%" PRIu64 " dropped)\n", c->dead,
	    c->dropped);
	printf("pending     %" PRIu64 "\n", c->pending);
}

int
lookup_accounts(const struct conf *c, bool json, bool check)
{
	struct spool_counts counts = { 0 };
	struct buf why = { 0 };
	struct spool *s;
	enum rc rc = RC_OK, checked = RC_OK;
	int code = offline_open(c, &s);

	if (code >= 0)
		return code;
	if (s != NULL && (rc = spool_counts(s, &counts)) == RC_OK && check)
		checked = spool_check(s, &why);
	spool_close(s);
	if (rc != RC_OK)
		return offline_failed("the accounts cannot be read", rc);
	if (checked != RC_OK && why.n == 0)
		buf_puts(&why, rc_text(checked));
	if (json)
		print_json(&counts, check, buf_span(&why));
	else
		print_lines(&counts);
	if (checked != RC_OK)
		fprintf(stderr, "claimwire-producer: %s\n", buf_cstr(&why));
	buf_free(&why);
	return checked == RC_OK ? EXIT_DONE : EXIT_OPEN;
}

int
lookup_find(const struct conf *c, const char *name, bool json)
{
	struct offline_print p = { .json = json };
	struct spool *s;
	enum rc rc = RC_OK;
	int code = offline_open(c, &s);

	if (code >= 0)
		return code;
	if (s != NULL)
		rc = spool_find(s, span_of(name), offline_row, &p);
	spool_close(s);
	return rc == RC_OK ? EXIT_DONE
			   : offline_failed("the spool cannot be read", rc);
}
