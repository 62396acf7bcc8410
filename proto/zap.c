/* zap.c -- CURVE keys and the ZAP handler. */
#include "zap.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <zmq.h>

#include "mem.h"

#define KEY_LEN    32 /* bytes of a key */
#define KEYS_MAX   4096
#define LINE_BYTES 512
#define FRAMES     7 /* of a CURVE request, RFC 27 */
#define FRAME_MAX  256

struct zap {
	void *sock;
	pthread_t thread;
	unsigned char (*key)[KEY_LEN]; /* owned; n of them */
	size_t n;
};

static enum rc
refuse(struct buf *why, const char *path, const char *what)
{
	buf_clear(why);
	buf_printf(why, "%s: %s", path, what);
	return RC_IO;
}

/* s without blanks around it. */
static struct span
trim(struct span s)
{
	while (s.n > 0 && strchr(" \t\r\n\"", s.p[0]) != NULL) {
		s.p++;
		s.n--;
	}
	while (s.n > 0 && strchr(" \t\r\n\"", s.p[s.n - 1]) != NULL)
		s.n--;
	return s;
}

/* s as 32 bytes. */
static bool
decode(struct span s, unsigned char out[KEY_LEN])
{
	char text[ZAP_TEXT_LEN + 1] = "";

	if (s.n != ZAP_TEXT_LEN)
		return false;
	memcpy(text, s.p, ZAP_TEXT_LEN);
	for (size_t i = 0; i < s.n; i++)
		if (text[i] <= ' ' || text[i] > '~')
			return false;
	return zmq_z85_decode(out, text) != NULL;
}

bool
zap_is_key(const char *s)
{
	unsigned char key[KEY_LEN];

	return decode(span_of(s), key);
}

/* When line is name = "key", copy the key to out. */
static void
take(struct span line, const char *name, char out[ZAP_TEXT_LEN + 1])
{
	unsigned char key[KEY_LEN];
	size_t n = strlen(name);
	struct span s = trim(line);

	if (s.n < n || memcmp(s.p, name, n) != 0)
		return;
	s = trim((struct span) { s.p + n, s.n - n });
	if (s.n == 0 || s.p[0] != '=')
		return;
	s = trim((struct span) { s.p + 1, s.n - 1 });
	if (!decode(s, key))
		return;
	memcpy(out, s.p, ZAP_TEXT_LEN);
	out[ZAP_TEXT_LEN] = '\0';
}

static enum rc
check_keys(const char *path, const struct zap_keys *k, struct buf *why)
{
	char public[ZAP_TEXT_LEN + 1];

	if (k->public[0] == '\0' || k->secret[0] == '\0')
		return refuse(why, path,
		    "no key pair: write public-key = \"...\" and secret-key = "
		    "\"...\", 40 characters each");
	if (zmq_curve_public(public, k->secret) != 0 ||
	    strcmp(public, k->public) != 0)
		return refuse(
		    why, path, "the public key is not that of the secret key");
	return RC_OK;
}

enum rc
zap_read_keys(const char *path, struct zap_keys *k, struct buf *why)
{
	struct zap_keys t = { "", "" };
	char line[LINE_BYTES];
	struct stat st;
	FILE *f = fopen(path, "re");
	enum rc rc;

	if (f == NULL)
		return refuse(why, path, strerror(errno));
	if (fstat(fileno(f), &st) != 0 || (st.st_mode & 077) != 0) {
		fclose(f);
		return refuse(
		    why, path, "others may read this secret: chmod 600");
	}
	while (fgets(line, sizeof line, f) != NULL) {
		take(span_of(line), "public-key", t.public);
		take(span_of(line), "secret-key", t.secret);
	}
	fclose(f);
	if ((rc = check_keys(path, &t, why)) == RC_OK)
		*k = t;
	explicit_bzero(line, sizeof line);
	return rc;
}

static enum rc
read_peers(struct zap *z, const char *path, struct buf *why)
{
	char line[LINE_BYTES];
	FILE *f = fopen(path, "re");
	int at = 0;

	if (f == NULL)
		return refuse(why, path, strerror(errno));
	z->key = mem_grow(NULL, KEYS_MAX, sizeof *z->key);
	while (fgets(line, sizeof line, f) != NULL) {
		struct span s = trim(span_of(line));

		at++;
		if (s.n == 0 || s.p[0] == '#')
			continue;
		if (z->n == KEYS_MAX || !decode(s, z->key[z->n])) {
			fclose(f);
			buf_clear(why);
			buf_printf(why,
			    "%s:%d: this is no public key of 40 characters",
			    path, at);
			return RC_IO;
		}
		z->n++;
	}
	fclose(f);
	return RC_OK;
}

static bool
listed(const struct zap *z, const unsigned char key[KEY_LEN])
{
	for (size_t i = 0; i < z->n; i++)
		if (memcmp(z->key[i], key, KEY_LEN) == 0)
			return true;
	return false;
}

/* One request: version, id, domain, address, identity, mechanism, key. */
struct request {
	char frame[FRAMES][FRAME_MAX];
	size_t len[FRAMES];
	size_t n; /* frames that came */
};

/* False when the context is being shut down. */
static bool
receive(void *sock, struct request *r)
{
	int more = 1;
	size_t size = sizeof more;

	for (r->n = 0; more; r->n++) {
		size_t i = r->n < FRAMES ? r->n : FRAMES - 1;
		int got = zmq_recv(sock, r->frame[i], FRAME_MAX, 0);

		if (got < 0 && errno == EINTR) {
			r->n--;
			continue;
		}
		if (got < 0 ||
		    zmq_getsockopt(sock, ZMQ_RCVMORE, &more, &size) != 0)
			return false;
		r->len[i] = (size_t)got;
	}
	return true;
}

static bool
frame_is(const struct request *r, size_t i, const char *s)
{
	return r->len[i] <= FRAME_MAX &&
	    span_is((struct span) { r->frame[i], r->len[i] }, s);
}

static bool
admits(const struct zap *z, const struct request *r)
{
	return r->n == FRAMES && frame_is(r, 0, "1.0") &&
	    frame_is(r, 2, ZAP_DOMAIN) && frame_is(r, 5, "CURVE") &&
	    r->len[6] == KEY_LEN &&
	    listed(z, (const unsigned char *)r->frame[6]);
}

static void
answer(void *sock, const struct request *r, bool ok)
{
	const struct span frame[] = { SPAN("1.0"),
		{ r->frame[1], r->len[1] <= FRAME_MAX ? r->len[1] : 0 },
		span_of(ok ? "200" : "400"),
		span_of(ok ? "" : "key not listed"), SPAN(""), SPAN("") };
	size_t n = sizeof frame / sizeof frame[0];

	for (size_t i = 0; i < n; i++)
		while (zmq_send(sock, frame[i].p, frame[i].n,
			   i + 1 < n ? ZMQ_SNDMORE : 0) < 0 &&
		    errno == EINTR)
			;
}

static void *
serve(void *arg)
{
	struct zap *z = arg;
	struct request *r = mem_zalloc(sizeof *r);

	while (receive(z->sock, r)) {
		answer(z->sock, r, admits(z, r));
		memset(r, 0, sizeof *r);
	}
	zmq_close(z->sock);
	free(r);
	return NULL;
}

enum rc
zap_start(void *ctx, const char *peers, struct zap **z, struct buf *why)
{
	struct zap *t = mem_zalloc(sizeof *t);
	enum rc rc = read_peers(t, peers, why);

	if (rc != RC_OK)
		goto fail;
	rc = RC_IO;
	t->sock = zmq_socket(ctx, ZMQ_REP);
	if (t->sock == NULL ||
	    zmq_bind(t->sock, "inproc://zeromq.zap.01") != 0 ||
	    pthread_create(&t->thread, NULL, serve, t) != 0) {
		refuse(why, peers, "the key check could not be started");
		goto fail;
	}
	*z = t;
	return RC_OK;

fail:
	if (t->sock != NULL)
		zmq_close(t->sock);
	free(t->key);
	free(t);
	return rc;
}

void
zap_stop(struct zap *z)
{
	if (z == NULL)
		return;
	pthread_join(z->thread, NULL);
	free(z->key);
	free(z);
}
