/* pairs.c -- the subcommand that judges pairs of sentences. */
#include "pairs.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "eachline.h"
#include "engine.h"
#include "essence.h"
#include "proto/json.h"
#include "proto/jsonin.h"
#include "proto/kinship.h"
#include "proto/role.h"

#define LINE_MAX_BYTES (1u << 20)
#define DEPTH_MAX      32

static const struct role_face face = {
	.program = "claimwire compare",
	.usage = "[FILE]",
	.about = "Reads pairs of sentences, one JSON object a line, from FILE "
		 "(- or none: standard\ninput): {\"id\", \"a\", \"b\", "
		 "\"a_meta\", \"b_meta\"}, of which a and b are needed; "
		 "a_meta\nand b_meta hold \"outlet\", \"published\" and "
		 "\"speaker\" where they are known.\nPrints for each whether "
		 "they say the same, how they are related, and why.",
};

struct run {
	const char *file;
	size_t line;
	bool refused;
	struct arena arena;
	struct buf out, why;
};

/* ---- one sentence ---- */

static uint32_t
length_of(const struct found_claim *c)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < c->n_content; i++)
		n += c->content[i].end - c->content[i].start;
	return n;
}

/* The report that holds most of the sentence; one that may well be none does
 * not say what the sentence claims. */
#define UNSURE 0.1

static const struct found_claim *
main_claim(const struct found *f)
{
	const struct found_claim *best = NULL;

	for (uint32_t i = 0; i < f->n_claims; i++)
		if (f->claims[i].kind != FOUND_FIGURE &&
		    f->claims[i].confidence >= UNSURE &&
		    (best == NULL ||
			length_of(&f->claims[i]) > length_of(best)))
			best = &f->claims[i];
	return best;
}

/*
 * A report that holds but a little of the sentence was cut too short: all of
 * it counts then, without who says so.
 */
static void
widen(const struct text *t, struct found_claim *c, struct range *all)
{
	uint32_t frame = 0;

	if (c->has_source)
		frame += c->source.end - c->source.start;
	if (c->has_cue)
		frame += c->cue.end - c->cue.start;
	if (t->n_tokens == 0 || length_of(c) * 2 + frame >= t->length)
		return;
	*all = text_range(t, 0, t->n_tokens);
	c->content = all;
	c->n_content = 1;
}

void
pairs_gist(const struct article *a, struct span speaker, struct arena *arena,
    struct gist *g)
{
	struct text t = { .bytes = a->text,
		.arena = arena,
		.language = language_of(a->lang) };
	struct found f = { 0 };
	const struct found_claim *best;
	struct found_claim c;
	struct range all;

	for (size_t i = 0; i < ENGINE_STAGES; i++)
		engine_stages[i].run(&t, a, &f);
	if ((best = main_claim(&f)) != NULL) {
		c = *best;
		widen(&t, &c, &all);
	}
	essence_of(
	    essence_word_open(&t), &f, best != NULL ? &c : NULL, true, g);
	if (speaker.p != NULL)
		g->speaker = speaker;
}

/* ---- a pair ---- */

struct pair {
	struct article article;
	struct span speaker;
	struct gist gist;
	struct kinship_side side;
};

static bool
read_side(struct run *r, struct json_object *o, const char *key,
    const char *meta_key, struct pair *p)
{
	struct json_object *meta = jsonin_member(o, meta_key);
	const char *fault;

	*p = (struct pair) { 0 };
	p->article.text = jsonin_string(o, key);
	p->article.outlet = jsonin_string(meta, "outlet");
	p->article.published = jsonin_string(meta, "published");
	p->speaker = jsonin_string(meta, "speaker");
	if (p->article.text.p == NULL) {
		buf_printf(&r->why, "\"%s\" is no text: give a sentence", key);
		return false;
	}
	if (article_check(&p->article, &fault) != RC_OK) {
		buf_printf(&r->why, "\"%s\": %s", key, fault);
		return false;
	}
	pairs_gist(&p->article, p->speaker, &r->arena, &p->gist);
	p->side.gist = &p->gist;
	if (!kinship_day(p->article.published, &p->side.day))
		p->side.day = KINSHIP_NO_DAY;
	p->side.bare = p->article.outlet.p == NULL && p->speaker.p == NULL &&
	    p->side.day == KINSHIP_NO_DAY;
	return true;
}

static void
print_verdict(struct run *r, struct span id, struct kinship v)
{
	struct json j;

	buf_clear(&r->out);
	j = json_on(&r->out);
	json_open(&j, '{');
	json_key_text(&j, "id", id);
	json_key_bool(&j, "same", v.relation == KINSHIP_SAME);
	json_key_text(&j, "relation", span_of(kinship_text(v.relation)));
	json_key(&j, "score");
	json_real(&j, v.score / 1000.0);
	json_key_text(&j, "why", buf_span(&r->why));
	json_close(&j, '}');
	buf_append(&r->out, "\n", 1);
	fwrite(r->out.p, 1, r->out.n, stdout);
}

static void
complain(struct run *r)
{
	fprintf(stderr, "claimwire compare: %s:%zu: %s\n", r->file, r->line,
	    buf_cstr(&r->why));
	r->refused = true;
}

static void
take_pair(struct run *r, struct json_object *o)
{
	struct pair *p = arena_alloc(&r->arena, 2, sizeof *p);
	struct span id = jsonin_string(o, "id");

	buf_clear(&r->why);
	if (!json_object_is_type(o, json_type_object)) {
		buf_puts(&r->why,
		    "not an object: give {\"a\": ..., \"b\": "
		    "...}");
		complain(r);
	} else if (read_side(r, o, "a", "a_meta", &p[0]) &&
	    read_side(r, o, "b", "b_meta", &p[1])) {
		print_verdict(
		    r, id, kinship_judge(&p[0].side, &p[1].side, &r->why));
	} else {
		complain(r);
	}
}

static void
hear_line(struct span line, size_t number, void *arg)
{
	struct run *r = arg;
	struct json_object *o;
	enum rc rc;

	r->line = number;
	buf_clear(&r->why);
	arena_reset(&r->arena);
	if (line.p == NULL) {
		buf_printf(&r->why, "the line is longer than %u bytes",
		    LINE_MAX_BYTES);
		complain(r);
		return;
	}
	rc = jsonin_parse(line, DEPTH_MAX, &o, &r->why);
	if (rc == RC_END)
		return;
	if (rc != RC_OK) {
		complain(r);
		return;
	}
	take_pair(r, o);
	json_object_put(o);
}

static int
take_file(struct run *r, const char *name)
{
	bool standard = strcmp(name, "-") == 0, ok;
	FILE *in = standard ? stdin : fopen(name, "rb");

	r->file = standard ? "standard input" : name;
	ok = in != NULL && eachline_read(in, LINE_MAX_BYTES, hear_line, r);
	if (!ok)
		fprintf(stderr,
		    "claimwire compare: %s: %s; check the name and that it "
		    "may be read\n",
		    r->file, strerror(errno));
	if (in != NULL && !standard)
		fclose(in);
	return ok ? EXIT_DONE : EXIT_OPEN;
}

int
pairs_main(int argc, char **argv)
{
	struct role_args a;
	struct run r = { 0 };
	int rc = role_parse(&face, argc, argv, &a);

	if (rc >= 0)
		return rc;
	if (a.n_rest > 1) {
		fputs("claimwire compare: give one FILE at most\n", stderr);
		rc = EXIT_USAGE;
	} else {
		rc = take_file(&r, a.n_rest == 1 ? a.rest[0] : "-");
	}
	if (rc == EXIT_DONE && (fflush(stdout) != 0 || ferror(stdout))) {
		fprintf(stderr, "claimwire compare: standard output: %s\n",
		    strerror(errno));
		rc = EXIT_OPEN;
	}
	arena_free(&r.arena);
	buf_free(&r.out);
	buf_free(&r.why);
	role_args_free(&a);
	return rc == EXIT_DONE && r.refused ? EXIT_REFUSED : rc;
}
