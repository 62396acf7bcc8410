/* fetch.c -- HTTP requests by libcurl. */
#include "fetch.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "proto/clock.h"
#include "proto/mem.h"

#define NEVER INT64_MAX

struct request {
	struct fetch *fetch;
	CURL *easy;
	struct curl_slist *header;
	struct fetch_answer answer;
	char *url, *location, *type;
	char *etag, *modified, *retry_after, *cache_control;
	struct buf body, why;
	bool refused, large;
	struct request *next;          /* among answers */
	struct request *older, *newer; /* among those in flight */
};

struct fetch {
	struct fetch_opts o;
	CURLM *multi;
	int epoll;
	int64_t deadline;            /* libcurl's own */
	struct request *done, *last; /* answers not yet given */
	struct request *given;
	struct request *flying; /* the newest */
};

/* Networks that nobody should be led into, as prefix and bits. */
static const struct {
	uint32_t net;
	int bits;
} private4[] = {
	{ 0x00000000, 8 },  /* this network */
	{ 0x0a000000, 8 },  /* private use */
	{ 0x64400000, 10 }, /* shared address space */
	{ 0x7f000000, 8 },  /* loopback */
	{ 0xa9fe0000, 16 }, /* link local */
	{ 0xac100000, 12 }, /* private use */
	{ 0xc0000000, 24 }, /* IETF protocol assignments */
	{ 0xc0000200, 24 }, /* documentation */
	{ 0xc0a80000, 16 }, /* private use */
	{ 0xc6120000, 15 }, /* benchmarking */
	{ 0xc6336400, 24 }, /* documentation */
	{ 0xcb007100, 24 }, /* documentation */
	{ 0xe0000000, 4 },  /* multicast */
	{ 0xf0000000, 4 },  /* reserved, broadcast */
};

static bool
is_private4(uint32_t a)
{
	for (size_t i = 0; i < sizeof(private4) / sizeof(private4[0]); i++)
		if ((a ^ private4[i].net) >> (32 - private4[i].bits) == 0)
			return true;
	return false;
}

static uint32_t
word_of(const unsigned char *b)
{
	return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 |
	    (uint32_t)b[2] << 8 | b[3];
}

static bool
is_private6(const unsigned char b[16])
{
	static const unsigned char zero[12] = { 0 };
	static const unsigned char nat64[12] = { 0, 0x64, 0xff, 0x9b };

	if (memcmp(b, zero, 10) == 0 &&
	    ((b[10] == 0xff && b[11] == 0xff) || (b[10] == 0 && b[11] == 0)))
		return b[10] == 0 || is_private4(word_of(b + 12));
	if (memcmp(b, nat64, 12) == 0)
		return is_private4(word_of(b + 12));
	if (b[0] == 0x20 && b[1] == 0x02) /* 6to4 */
		return is_private4(word_of(b + 2));
	return (b[0] & 0xe0) != 0x20 || /* only 2000::/3 is global */
	    (b[0] == 0x20 && b[1] == 0x01 &&
		(b[2] < 2 || (b[2] == 0x0d && b[3] == 0xb8)));
}

bool
fetch_is_private(const struct sockaddr *sa)
{
	if (sa->sa_family == AF_INET)
		return is_private4(
		    ntohl(((const struct sockaddr_in *)(const void *)sa)
			      ->sin_addr.s_addr));
	if (sa->sa_family == AF_INET6)
		return is_private6(
		    ((const struct sockaddr_in6 *)(const void *)sa)
			->sin6_addr.s6_addr);
	return true;
}

/* ---- what libcurl calls ---- */

static curl_socket_t
on_open(void *user, curlsocktype purpose, struct curl_sockaddr *a)
{
	struct request *r = user;

	(void)purpose;
	if (!r->fetch->o.private_too && fetch_is_private(&a->addr)) {
		r->refused = true;
		return CURL_SOCKET_BAD;
	}
	return socket(a->family, a->socktype | SOCK_CLOEXEC, a->protocol);
}

static size_t
on_body(char *p, size_t size, size_t n, void *user)
{
	struct request *r = user;

	if (r->body.n + size * n > r->fetch->o.bytes_max) {
		r->large = true;
		return 0;
	}
	buf_append(&r->body, p, size * n);
	return size * n;
}

static int
on_socket(CURL *easy, curl_socket_t s, int what, void *user, void *known)
{
	struct fetch *f = user;
	struct epoll_event ev = { .data.fd = s };

	(void)easy;
	if (what == CURL_POLL_REMOVE) {
		epoll_ctl(f->epoll, EPOLL_CTL_DEL, s, NULL);
		return 0;
	}
	ev.events = (what & CURL_POLL_IN ? (uint32_t)EPOLLIN : 0) |
	    (what & CURL_POLL_OUT ? (uint32_t)EPOLLOUT : 0);
	if (epoll_ctl(f->epoll, known != NULL ? EPOLL_CTL_MOD : EPOLL_CTL_ADD,
		s, &ev) != 0 &&
	    errno == (known != NULL ? ENOENT : EEXIST))
		epoll_ctl(f->epoll,
		    known != NULL ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, s, &ev);
	curl_multi_assign(f->multi, s, f);
	return 0;
}

static int
on_timer(CURLM *multi, long ms, void *user)
{
	struct fetch *f = user;

	(void)multi;
	f->deadline = ms < 0 ? NEVER : clock_mono_ms() + ms;
	return 0;
}

/* ---- */

struct fetch *
fetch_new(const struct fetch_opts *o)
{
	struct fetch *f = mem_zalloc(sizeof(*f));

	curl_global_init(CURL_GLOBAL_DEFAULT);
	f->o = *o;
	if (f->o.total_ms == 0)
		f->o.total_ms = FETCH_TOTAL_MS;
	if (f->o.bytes_max == 0)
		f->o.bytes_max = FETCH_BYTES_MAX;
	f->deadline = NEVER;
	f->epoll = epoll_create1(EPOLL_CLOEXEC);
	f->multi = curl_multi_init();
	if (f->epoll < 0 || f->multi == NULL)
		abort(); /* memory, or descriptors at the start */
	curl_multi_setopt(f->multi, CURLMOPT_SOCKETFUNCTION, on_socket);
	curl_multi_setopt(f->multi, CURLMOPT_SOCKETDATA, f);
	curl_multi_setopt(f->multi, CURLMOPT_TIMERFUNCTION, on_timer);
	curl_multi_setopt(f->multi, CURLMOPT_TIMERDATA, f);
	curl_multi_setopt(f->multi, CURLMOPT_MAX_HOST_CONNECTIONS, 1L);
	curl_multi_setopt(f->multi, CURLMOPT_MAXCONNECTS, 64L);
	return f;
}

static void
free_request(struct request *r)
{
	if (r == NULL)
		return;
	curl_easy_cleanup(r->easy);
	curl_slist_free_all(r->header);
	free(r->url);
	free(r->location);
	free(r->type);
	free(r->etag);
	free(r->modified);
	free(r->retry_after);
	free(r->cache_control);
	buf_free(&r->body);
	buf_free(&r->why);
	free(r);
}

static void
set_options(struct request *r)
{
	const struct fetch_opts *o = &r->fetch->o;
	CURL *e = r->easy;

	curl_easy_setopt(e, CURLOPT_URL, r->url);
	curl_easy_setopt(e, CURLOPT_PRIVATE, r);
	curl_easy_setopt(e, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(e, CURLOPT_USERAGENT, o->agent);
	curl_easy_setopt(e, CURLOPT_ACCEPT_ENCODING, "");
	curl_easy_setopt(e, CURLOPT_HTTPHEADER, r->header);
	curl_easy_setopt(e, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(e, CURLOPT_CONNECTTIMEOUT_MS, (long)FETCH_CONNECT_MS);
	curl_easy_setopt(e, CURLOPT_TIMEOUT_MS, (long)o->total_ms);
	curl_easy_setopt(
	    e, CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)o->bytes_max);
	curl_easy_setopt(e, CURLOPT_OPENSOCKETFUNCTION, on_open);
	curl_easy_setopt(e, CURLOPT_OPENSOCKETDATA, r);
	curl_easy_setopt(e, CURLOPT_WRITEFUNCTION, on_body);
	curl_easy_setopt(e, CURLOPT_WRITEDATA, r);
}

static void
add_header(struct request *r, const char *name, const char *value)
{
	struct buf b = { 0 };

	if (value == NULL)
		return;
	buf_printf(&b, "%s: %s", name, value);
	r->header = curl_slist_append(r->header, buf_cstr(&b));
	buf_free(&b);
}

void
fetch_start(struct fetch *f, uint64_t tag, const char *url, const char *accept,
    const char *etag, const char *modified)
{
	struct request *r = mem_zalloc(sizeof(*r));

	r->fetch = f;
	r->url = mem_strdup(url);
	r->answer.tag = tag;
	r->easy = curl_easy_init();
	if (r->easy == NULL)
		abort(); /* memory */
	add_header(r, "Accept", accept);
	add_header(r, "If-None-Match", etag);
	add_header(r, "If-Modified-Since", modified);
	set_options(r);
	if (curl_multi_add_handle(f->multi, r->easy) != CURLM_OK)
		abort(); /* memory */
	r->older = f->flying;
	if (f->flying != NULL)
		f->flying->newer = r;
	f->flying = r;
}

static char *
header(struct request *r, const char *name)
{
	struct curl_header *h = NULL;

	return curl_easy_header(r->easy, name, 0, CURLH_HEADER, -1, &h) ==
		CURLHE_OK
	    ? mem_strdup(h->value)
	    : NULL;
}

/* Does the body end with the connection?  Then nobody can tell whether it was
 * all of it (RFC 9112, section 8). */
static bool
is_open_ended(struct request *r)
{
	struct curl_header *h = NULL;
	long version = 0;

	curl_easy_getinfo(r->easy, CURLINFO_HTTP_VERSION, &version);
	return version <= CURL_HTTP_VERSION_1_1 &&
	    curl_easy_header(r->easy, "Content-Length", 0, CURLH_HEADER, -1,
		&h) != CURLHE_OK &&
	    curl_easy_header(r->easy, "Transfer-Encoding", 0, CURLH_HEADER, -1,
		&h) != CURLHE_OK;
}

static void
explain(struct request *r, CURLcode code)
{
	if (r->refused)
		buf_puts(&r->why,
		    "its name leads into a private network, which is refused; "
		    "set fetch_private = yes if it is yours");
	else if (r->large || code == CURLE_FILESIZE_EXCEEDED)
		buf_printf(
		    &r->why, "more than %zu MB", r->fetch->o.bytes_max >> 20);
	else
		buf_puts(&r->why, curl_easy_strerror(code));
}

/* libcurl has nothing to do with it any more. */
static void
land(struct fetch *f, struct request *r)
{
	curl_multi_remove_handle(f->multi, r->easy);
	if (r->newer != NULL)
		r->newer->older = r->older;
	else
		f->flying = r->older;
	if (r->older != NULL)
		r->older->newer = r->newer;
}

/* It ended: what came of it. */
static void
finish(struct fetch *f, struct request *r, CURLcode code)
{
	struct fetch_answer *a = &r->answer;
	char *redirect = NULL;
	long status = 0;

	if (code == CURLE_OK) {
		curl_easy_getinfo(r->easy, CURLINFO_RESPONSE_CODE, &status);
		curl_easy_getinfo(r->easy, CURLINFO_REDIRECT_URL, &redirect);
		r->location = mem_strdup(redirect);
		r->type = header(r, "Content-Type");
		r->etag = header(r, "ETag");
		r->modified = header(r, "Last-Modified");
		r->retry_after = header(r, "Retry-After");
		r->cache_control = header(r, "Cache-Control");
		r->answer.open_ended = is_open_ended(r);
	} else
		explain(r, code);
	a->status = (int)status;
	a->why = r->why.n > 0 ? buf_cstr(&r->why) : NULL;
	a->url = r->url;
	a->location = r->location;
	a->type = r->type;
	a->etag = r->etag;
	a->modified = r->modified;
	a->retry_after = r->retry_after;
	a->cache_control = r->cache_control;
	a->body = buf_span(&r->body);
	if (f->last != NULL)
		f->last->next = r;
	else
		f->done = r;
	f->last = r;
}

static void
collect(struct fetch *f)
{
	struct CURLMsg *m;
	int left;

	while ((m = curl_multi_info_read(f->multi, &left)) != NULL) {
		CURL *easy = m->easy_handle;
		CURLcode code = m->data.result;
		void *r = NULL;

		if (m->msg != CURLMSG_DONE)
			continue;
		curl_easy_getinfo(easy, CURLINFO_PRIVATE, &r);
		land(f, r);
		finish(f, r, code);
	}
}

static void
drive(struct fetch *f, int64_t now_ms)
{
	struct epoll_event ev[64];
	int running, n = epoll_wait(f->epoll, ev, 64, 0);

	for (int i = 0; i < n; i++) {
		int what = (ev[i].events & EPOLLIN ? CURL_CSELECT_IN : 0) |
		    (ev[i].events & EPOLLOUT ? CURL_CSELECT_OUT : 0) |
		    (ev[i].events & (EPOLLERR | EPOLLHUP) ? CURL_CSELECT_ERR
							  : 0);

		curl_multi_socket_action(
		    f->multi, ev[i].data.fd, what, &running);
	}
	if (f->deadline <= now_ms) {
		f->deadline = NEVER;
		curl_multi_socket_action(
		    f->multi, CURL_SOCKET_TIMEOUT, 0, &running);
	}
	collect(f);
}

const struct fetch_answer *
fetch_run(struct fetch *f, int64_t now_ms)
{
	fetch_done(f);
	if (f->done == NULL)
		drive(f, now_ms);
	if (f->done == NULL)
		return NULL;
	f->given = f->done;
	f->done = f->given->next;
	if (f->done == NULL)
		f->last = NULL;
	return &f->given->answer;
}

void
fetch_done(struct fetch *f)
{
	free_request(f->given);
	f->given = NULL;
}

void
fetch_free(struct fetch *f)
{
	if (f == NULL)
		return;
	fetch_done(f);
	while (f->flying != NULL) {
		struct request *r = f->flying;

		land(f, r);
		free_request(r);
	}
	while (f->done != NULL) {
		f->given = f->done;
		f->done = f->given->next;
		fetch_done(f);
	}
	curl_multi_cleanup(f->multi);
	close(f->epoll);
	free(f);
}

int
fetch_fd(const struct fetch *f)
{
	return f->epoll;
}

int64_t
fetch_wake(const struct fetch *f)
{
	return f->done != NULL ? 0 : f->deadline;
}
