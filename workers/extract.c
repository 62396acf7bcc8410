/* extract.c -- the subcommand that needs neither queue nor store. */
#include "extract.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "eachline.h"
#include "engine.h"
#include "proto/json.h"
#include "proto/page/page.h"
#include "proto/record.h"
#include "proto/render.h"
#include "proto/role.h"
#include "proto/tongue.h"

enum { OPT_LAYERS, OPT_EXPLAIN, OPT_CONLLU };

static const struct role_option options[] = {
	{ "layers", NULL, "print sentences and tokens too" },
	{ "explain", NULL,
	    "say of each claim why it is one, who speaks, and so on" },
	{ "conllu", NULL, "take and print CoNLL-U with its words" },
	{ NULL, NULL, NULL },
};

static const struct role_face face = {
	.program = "claimwire extract",
	.usage = "[FILE...]",
	.about = "Reads article records, one JSON object a line, from the "
		 "FILEs (- or none:\nstandard input) and prints what is "
		 "claimed in each, one JSON object a line. A FILE that is a "
		 "page of HTML is\nread too; of texts, feeds and archives: "
		 "claimwire read FILE | claimwire extract",
	.option = options,
};

struct run {
	bool layers, explain, conllu;
	const char *file; /* being read */
	size_t line;
	bool begun;   /* more than blank lines were seen of it */
	bool in_page; /* it is a page of HTML, which lies in html as yet */
	bool refused; /* some input was */
	struct record *record;
	struct arena arena;
	struct buf out, why, html;
};

static void
complain(struct run *r)
{
	fprintf(stderr, "claimwire extract: %s:%zu: %s\n", r->file, r->line,
	    buf_cstr(&r->why));
	r->refused = true;
}

static void
put_range(struct json *j, struct range at)
{
	json_open(j, '[');
	json_int(j, at.start);
	json_int(j, at.end);
	json_close(j, ']');
}

static void
put_token(struct json *j, const struct engine_token *k)
{
	json_open(j, '{');
	json_key(j, "start");
	json_int(j, k->at.start);
	json_key(j, "end");
	json_int(j, k->at.end);
	if (k->upos != NULL) {
		json_key(j, "lemma");
		json_str(j, k->lemma);
		json_key(j, "upos");
		json_str(j, span_of(k->upos));
		json_key(j, "head");
		json_int(j, k->head);
		json_key(j, "deprel");
		json_str(j, span_of(k->deprel));
	}
	json_close(j, '}');
}

static void
put_layers(struct json *j, const struct engine_layers *l)
{
	json_key(j, "layers");
	json_open(j, '{');
	json_key(j, "sentences");
	json_open(j, '[');
	for (uint32_t i = 0; i < l->n_sentences; i++)
		put_range(j, l->sentences[i]);
	json_close(j, ']');
	json_key(j, "tokens");
	json_open(j, '[');
	for (uint32_t i = 0; i < l->n_tokens; i++)
		put_token(j, &l->tokens[i]);
	json_close(j, ']');
	json_close(j, '}');
}

static void
print_found(struct run *r, const struct article *a, const struct found *f,
    const struct engine_layers *l)
{
	struct json j;
	struct textmap m;

	buf_clear(&r->out);
	j = json_on(&r->out);
	textmap_init(&m, a->text, &r->arena);
	json_open(&j, '{');
	render_found(&j, a, &m, f, r->explain);
	if (r->layers)
		put_layers(&j, l);
	json_close(&j, '}');
	buf_append(&r->out, "\n", 1);
	fwrite(r->out.p, 1, r->out.n, stdout);
}

static unsigned
want_of(const struct run *r)
{
	return (r->layers ? ENGINE_LAYERS : 0) |
	    (r->explain ? ENGINE_EXPLAIN : 0);
}

/* What was read of the input, unless rc says that nothing was. */
static void
take(struct run *r, struct article *a, enum rc rc)
{
	struct found f;
	struct engine_layers l;
	char tag[TONGUE_MAX];

	arena_reset(&r->arena);
	if (rc == RC_OK) {
		buf_clear(&r->why);
		a->lang = tongue_of(a->text, a->lang, tag);
		rc = engine_extract(a, &r->arena, want_of(r), &f, &l, &r->why);
	}
	if (rc != RC_OK)
		complain(r);
	else
		print_found(r, a, &f, &l);
}

static void
take_record(struct run *r, struct span line)
{
	struct article a;
	enum rc rc = record_read(r->record, line, &a, &r->why);

	if (rc == RC_END)
		return;
	if (rc != RC_OK && !r->begun && line.p[0] != '{')
		buf_puts(&r->why,
		    "; `claimwire read FILE | claimwire extract` takes texts");
	r->begun = true;
	take(r, &a, rc);
}

static void
take_page(struct run *r)
{
	static const struct span none = { NULL, 0 };
	struct page page = { 0 };
	enum rc rc;

	r->line = 1;
	rc = page_read(buf_span(&r->html), none, none, &page, &r->why);
	take(r, &page.article, rc);
	page_free(&page);
}

static void
too_long(struct run *r)
{
	buf_clear(&r->why);
	buf_printf(&r->why,
	    "the line is longer than %u bytes; split the record",
	    RECORD_LINE_MAX);
	complain(r);
}

/* One line of the file; of a page more bytes than it may have are kept, that
 * page_read() says so, and no more. */
static void
hear_line(struct span line, size_t number, void *arg)
{
	struct run *r = arg;

	r->line = number;
	if (!r->begun && line.p != NULL && page_is_html(line))
		r->begun = r->in_page = true;
	if (r->in_page && line.p != NULL && r->html.n <= PAGE_MAX) {
		buf_append(&r->html, line.p, line.n);
		buf_append(&r->html, "\n", 1);
	} else if (!r->in_page && line.p != NULL)
		take_record(r, line);
	else if (line.p == NULL)
		too_long(r);
}

static int
take_file(struct run *r, const char *name)
{
	bool standard = strcmp(name, "-") == 0, ok;
	FILE *in = standard ? stdin : fopen(name, "rb");

	r->file = standard ? "standard input" : name;
	r->begun = r->in_page = false;
	buf_clear(&r->html);
	if (in != NULL && r->conllu)
		ok = extract_conllu(in, r->file, &r->refused);
	else
		ok = in != NULL &&
		    eachline_read(in, RECORD_LINE_MAX, hear_line, r);
	if (ok && r->in_page)
		take_page(r);
	if (!ok)
		fprintf(stderr,
		    "claimwire extract: %s: %s; check the name and that it "
		    "may be read\n",
		    r->file, strerror(errno));
	if (in != NULL && !standard)
		fclose(in);
	return ok ? EXIT_DONE : EXIT_OPEN;
}

static int
take_all(struct run *r, const struct role_args *a)
{
	int rc = EXIT_DONE, one;

	if (a->n_rest == 0)
		rc = take_file(r, "-");
	for (int i = 0; i < a->n_rest; i++)
		if ((one = take_file(r, a->rest[i])) != EXIT_DONE)
			rc = one;
	if (fflush(stdout) != 0 || ferror(stdout)) {
		fprintf(stderr, "claimwire extract: standard output: %s\n",
		    strerror(errno));
		return EXIT_OPEN;
	}
	return rc == EXIT_DONE && r->refused ? EXIT_REFUSED : rc;
}

int
extract_main(int argc, char **argv)
{
	struct role_args a;
	struct run r = { 0 };
	int rc = role_parse(&face, argc, argv, &a);

	if (rc >= 0)
		return rc;
	r.layers = a.value[OPT_LAYERS] != NULL;
	r.explain = a.value[OPT_EXPLAIN] != NULL;
	r.conllu = a.value[OPT_CONLLU] != NULL;
	r.record = record_new();
	rc = take_all(&r, &a);
	record_free(r.record);
	arena_free(&r.arena);
	buf_free(&r.out);
	buf_free(&r.why);
	buf_free(&r.html);
	role_args_free(&a);
	return rc;
}
