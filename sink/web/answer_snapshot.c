/*
 * answer_snapshot.c -- /snapshot: the rows of one state, as JSON Lines in an
 * unlinked file.  Memory: one row, a buffer, and a bit for each claim.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "answer.h"
#include "proto/clock.h"
#include "proto/mem.h"

#define BUFFER    (64u << 10) /* is written when it is so full */
#define HEAD_SIZE 320         /* bytes of the first line */

struct snapshot {
	struct query *q;
	int fd;
	struct buf out;
	int error; /* errno of the first write that failed; 0: none */
	bool bare;
	int64_t claims, relations;
	/* Which claims are in it: only relations between two of them are. */
	unsigned char *in;
	int64_t ids; /* bits of in */
};

/* ---- the file ---- */

/* A file without a name in folder, or in a folder of it; -1 and errno. */
static int
open_unnamed(const char *folder)
{
	char path[4096];
	int fd = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);

	if (fd >= 0 || (errno != EOPNOTSUPP && errno != EISDIR))
		return fd;
	if (snprintf(path, sizeof path, "%s/snapshot-XXXXXX", folder) >=
	    (int)sizeof path)
		return -1;
	if ((fd = mkostemp(path, O_CLOEXEC)) >= 0)
		unlink(path);
	return fd;
}

static void
write_at(struct snapshot *s, struct span bytes, off_t at)
{
	while (bytes.n > 0 && s->error == 0) {
		ssize_t n = at < 0 ? write(s->fd, bytes.p, bytes.n)
				   : pwrite(s->fd, bytes.p, bytes.n, at);

		if (n < 0) {
			s->error = errno == EINTR ? 0 : errno;
			continue;
		}
		bytes = (struct span) { bytes.p + n, bytes.n - (size_t)n };
		at += at < 0 ? 0 : n;
	}
}

/* A line is complete: write when there is enough.  False: stop. */
static bool
line_end(struct snapshot *s, size_t enough)
{
	if (s->out.n > 0)
		buf_puts(&s->out, "\n");
	if (s->out.n >= enough) {
		write_at(s, buf_span(&s->out), -1);
		buf_clear(&s->out);
	}
	return s->error == 0;
}

/* ---- rows ---- */

static void
mark(struct snapshot *s, int64_t id)
{
	if (id >= s->ids) {
		int64_t ids = id * 2 + 4096;
		size_t had = (size_t)s->ids / 8, have = (size_t)ids / 8 + 1;

		s->in = mem_grow(s->in, have, 1);
		memset(s->in + had, 0, have - had);
		s->ids = (int64_t)have * 8;
	}
	s->in[id / 8] |= (unsigned char)(1u << id % 8);
}

static bool
is_in(const struct snapshot *s, int64_t id)
{
	return id < s->ids && (s->in[id / 8] >> id % 8 & 1) != 0;
}

static bool
put_claim(void *arg, const struct form_claim *c)
{
	struct snapshot *s = arg;
	struct json j = json_on(&s->out);

	if (!s->bare)
		mark(s, c->id);
	s->claims++;
	form_claim(&j, c);
	return line_end(s, BUFFER);
}

static bool
put_relation(void *arg, const struct form_relation *r)
{
	struct snapshot *s = arg;
	struct json j = json_on(&s->out);

	if (!is_in(s, r->from) || !is_in(s, r->to))
		return true;
	s->relations++;
	form_relation(&j, r);
	return line_end(s, BUFFER);
}

/* ---- the first line and the last ---- */

/* The first line tells how many rows follow, and is written last of all:
 * blanks at its end keep the place. */
static void
put_head(struct snapshot *s, const char *id, int64_t seq, int64_t now_ms)
{
	struct buf b = { 0 };
	struct json j = json_on(&b);

	json_open(&j, '{');
	json_key_int(&j, "contract", 1);
	json_key_text(&j, "id", span_of(id));
	json_key_text(&j, "generation", span_of(query_generation(s->q)));
	json_key_int(&j, "seq", seq);
	json_key_time(&j, "at", now_ms);
	json_key_int(&j, "claims", s->claims);
	json_key_int(&j, "relations", s->relations);
	json_close(&j, '}');
	while (b.n < HEAD_SIZE - 1)
		buf_puts(&b, " ");
	buf_puts(&b, "\n");
	write_at(s, buf_span(&b), 0);
	buf_free(&b);
}

static void
put_end(struct snapshot *s, const char *id)
{
	struct json j = json_on(&s->out);

	json_open(&j, '{');
	json_key_bool(&j, "end", true);
	json_key_text(&j, "id", span_of(id));
	json_key_int(&j, "lines", s->claims + s->relations + 2);
	json_close(&j, '}');
	line_end(s, BUFFER);
}

static enum rc
write_rows(struct snapshot *s, const struct query_filter *f, int64_t seq)
{
	struct query_filter all = *f;
	char id[64];
	enum rc rc;

	all.rising = true;
	all.cursor = 0;
	all.limit = 0;
	snprintf(id, sizeof id, "%s-%" PRId64, query_generation(s->q), seq);
	if (!s->bare && lseek(s->fd, HEAD_SIZE, SEEK_SET) < 0)
		return RC_IO;
	rc = query_claims(s->q, &all, put_claim, s);
	if (rc == RC_OK && !s->bare && s->error == 0)
		rc = query_relations(s->q, 0, put_relation, s);
	if (rc != RC_OK)
		return rc;
	if (!s->bare)
		put_end(s, id);
	write_at(s, buf_span(&s->out), -1);
	if (!s->bare)
		put_head(s, id, seq, clock_wall_ms());
	if (s->error == 0 && lseek(s->fd, 0, SEEK_SET) < 0)
		s->error = errno;
	return RC_OK;
}

static enum rc
rc_of(int error)
{
	return error == ENOSPC || error == EDQUOT || error == EFBIG ? RC_FULL
								    : RC_IO;
}

enum rc
answer_write_snapshot(struct answer_desk *d, const struct query_filter *f,
    bool bare, int *fd, int64_t *seq)
{
	struct snapshot s = {
		.q = d->q, .bare = bare, .fd = open_unnamed(d->folder)
	};
	enum rc rc;

	if (s.fd < 0)
		return rc_of(errno);
	if ((rc = query_begin(d->q)) == RC_OK &&
	    (rc = query_head(d->q, seq)) == RC_OK)
		rc = write_rows(&s, f, *seq);
	query_end(d->q);
	if (rc == RC_OK && s.error != 0)
		rc = rc_of(s.error);
	buf_free(&s.out);
	free(s.in);
	if (rc != RC_OK)
		close(s.fd);
	else
		*fd = s.fd;
	return rc;
}

void
answer_snapshot(struct answer_desk *d, const struct ask *a, struct reply *r)
{
	int64_t seq;
	int fd;
	enum rc rc = answer_write_snapshot(d, &a->filter, false, &fd, &seq);

	if (rc == RC_OK) {
		r->type = REPLY_LINES;
		r->fd = fd;
	} else if (rc == RC_FULL) {
		reply_error(r, 503,
		    "there is no room for a snapshot in the data folder: "
		    "free some space");
		r->retry_s = 60;
	} else if (rc == RC_IO) {
		reply_error(r, 500,
		    "the snapshot cannot be written into the data folder, or "
		    "the store not be read: see its permissions and "
		    "`claimwire check`");
	} else {
		reply_failed(r, rc);
	}
}
