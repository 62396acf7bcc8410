/*
 * elder_worker.c -- claimwire-worker as one of before might have been: of the
 * claims that the real one finds it misses every third, ends every other third
 * a character early, and knows no gist of these.  ELDER_HANGS: it makes this
 * file at the tenth text and goes no further.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "proto/article.h"
#include "proto/found.h"
#include "proto/utf8.h"
#include "workers/shift.h"

#define TENTH 10

static void
hang_at_tenth(void)
{
	static int n;
	const char *file = getenv("ELDER_HANGS");

	if (file == NULL || ++n < TENTH)
		return;
	close(open(file, O_CREAT | O_WRONLY | O_CLOEXEC, 0600));
	for (;;)
		pause();
}

static void
find_less(struct found *f)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; i < f->n_claims; i++) {
		struct found_claim *c = &f->claims[i];
		struct range *last = &c->content[c->n_content - 1];

		if (i % 3 == 1)
			continue;
		if (i % 3 == 2 && last->end > last->start + 1) {
			last->end--;
			c->key++;
			c->gist = (struct span) { 0 };
		}
		f->claims[kept++] = *c;
	}
	f->n_claims = kept;
	f->engine = span_of("elder");
}

static enum compute_result
elder_compute(struct span art, struct arena *arena, struct buf *out)
{
	struct buf whole = { 0 };
	enum compute_result kind;
	struct article a;
	struct mp_doc d;
	struct found f;

	hang_at_tenth();
	kind = compute_article(art, arena, &whole);
	if (kind == COMPUTE_FOUND && article_decode(art, &d, &a) == RC_OK) {
		if (found_decode(buf_span(&whole), (uint32_t)utf8_count(a.text),
			arena, &f) == RC_OK) {
			find_less(&f);
			found_encode(&f, out);
		}
		mp_close(&d);
	}
	buf_free(&whole);
	return kind;
}

int
main(int argc, char **argv)
{
	return shift_main(argc, argv, elder_compute);
}
