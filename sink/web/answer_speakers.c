/* answer_speakers.c -- whose claims there are: /speakers, /speakers/ID. */
#include "sheet.h"

#define RECENT 50 /* claims of one speaker */

static void
speaker_members(struct json *j, const struct query_speaker *s)
{
	json_key(j, "id");
	form_id(j, 's', s->id);
	json_key_text(j, "name", s->name);
	json_key_text(j, "type", s->type);
	json_key_text(j, "role", s->role);
	json_key_int(j, "claims", s->claims);
	json_key_int(j, "mentions", s->mentions);
}

static bool
speaker_row(void *arg, const struct query_speaker *sp)
{
	struct sheet *s = arg;

	if (!sheet_row(s, sp->cursor))
		return false;
	json_open(&s->j, '{');
	speaker_members(&s->j, sp);
	json_close(&s->j, '}');
	return true;
}

void
answer_speakers(struct answer_desk *d, const struct ask *a, struct reply *r)
{
	struct query_filter f = a->filter;
	struct sheet s;
	enum rc rc;

	if (!sheet_open(&s, d, r))
		return;
	sheet_id(&s, "id");
	sheet_list(&s, "speakers", sheet_limit(a, ASK_LIMIT));
	f.limit = s.limit + 1;
	rc = query_speakers(d->q, &f, speaker_row, &s);
	sheet_end(&s, "next");
	sheet_close(&s, rc);
}

/* The one that was asked for. */
struct found_speaker {
	struct sheet *s;
	bool found;
};

static bool
the_speaker(void *arg, const struct query_speaker *sp)
{
	struct found_speaker *f = arg;

	speaker_members(&f->s->j, sp);
	f->found = true;
	return false;
}

static enum rc
tell_speaker(struct sheet *s, struct query_filter *f)
{
	struct found_speaker found = { .s = s };
	enum rc rc = query_speakers(s->d->q, f, the_speaker, &found);

	if (rc != RC_OK || !found.found)
		return rc == RC_OK ? RC_NOENT : rc;
	sheet_list(s, "recent", RECENT);
	f->limit = RECENT + 1;
	rc = query_claims(s->d->q, f, sheet_claim, s);
	sheet_end(s, NULL);
	sheet_id(s, "head");
	return rc;
}

void
answer_speaker(struct answer_desk *d, const struct ask *a, struct reply *r)
{
	struct query_filter f = { .speaker = a->name };
	enum rc rc = RC_NOENT;
	struct sheet s;
	int64_t id;

	if (!sheet_open(&s, d, r))
		return;
	if (query_parse_id(a->name, 's', &id))
		rc = tell_speaker(&s, &f);
	sheet_close(&s, rc);
	if (rc == RC_NOENT)
		reply_error(r, 404,
		    "there is no speaker \"%.*s\": they are called s3; "
		    "/speakers lists them",
		    (int)(a->name.n > 100 ? 100 : a->name.n), a->name.p);
}
