/* bus.c -- the transport over ZeroMQ. */
#include "bus.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>
#include <zmq.h>

#include "mem.h"
#include "seal.h"
#include "zap.h"

#define FRAMES      (1 + BUS_FRAMES_MAX) /* with the peer's */
#define DROPS_MAX   64                   /* damaged ones a bus_recv() passes */
#define RETRY_MS    50                   /* between attempts to connect */
#define RETRY_MAX   1000
#define ADDRESS_MAX (PATH_MAX + 128)
#define BIG         BUS_BIG_MAX
#define SMALL       BUS_SMALL_MAX
#define MIDDLE      BUS_MIDDLE_MAX

enum role_of_port { BINDS, CONNECTS };

/* What a port is; kernel: bytes of its socket buffers, 0: as they are. */
struct port {
	int type;
	enum role_of_port role;
	int conf;          /* key of its endpoint, -1: none */
	const char *file;  /* of its ipc address in DATA/run; NULL: name.ctl */
	size_t send, recv; /* bytes of a message, at most */
	size_t frames;     /* of a message, at most */
	int hwm, kernel, linger;
	bool sealed;
};

static const struct port ports[BUS_PORTS] = {
	[BUS_JOBS_OUT] = { ZMQ_PUSH, BINDS, CONF_JOBS, "jobs", BIG, SMALL, 1, 4,
	    16384, 0, true },
	[BUS_JOBS_IN] = { ZMQ_PULL, CONNECTS, CONF_JOBS, "jobs", SMALL, BIG, 1,
	    4, 16384, 0, true },
	[BUS_RESULTS_OUT] = { ZMQ_PUSH, CONNECTS, CONF_RESULTS, "results", BIG,
	    SMALL, 1, 16, 0, 500, true },
	[BUS_RESULTS_IN] = { ZMQ_PULL, BINDS, CONF_RESULTS, "results", SMALL,
	    BIG, 1, 512, 0, 0, true },
	[BUS_ACKS_OUT] = { ZMQ_ROUTER, BINDS, CONF_ACKS, "acks", SMALL, SMALL,
	    1, 1000, 0, 0, true },
	[BUS_ACKS_IN] = { ZMQ_DEALER, CONNECTS, CONF_ACKS, "acks", SMALL, SMALL,
	    1, 1000, 0, 0, true },
	[BUS_CHANGES_OUT] = { ZMQ_XPUB, BINDS, CONF_CHANGES, "changes", BIG,
	    SMALL, 3, 10000, 0, 0, false },
	[BUS_CHANGES_IN] = { ZMQ_SUB, CONNECTS, CONF_CHANGES, "changes", SMALL,
	    BIG, 3, 10000, 0, 0, false },
	[BUS_REPLAY_OUT] = { ZMQ_ROUTER, BINDS, CONF_REPLAY, "replay", BIG,
	    SMALL, 3, 2000, 0, 0, false },
	[BUS_REPLAY_IN] = { ZMQ_DEALER, CONNECTS, CONF_REPLAY, "replay", SMALL,
	    BIG, 3, 2000, 0, 0, false },
	[BUS_INTAKE_OUT] = { ZMQ_ROUTER, BINDS, CONF_INTAKE, "intake", SMALL,
	    MIDDLE, 1, 64, 0, 500, false },
	[BUS_INTAKE_IN] = { ZMQ_DEALER, CONNECTS, CONF_INTAKE, "intake", MIDDLE,
	    SMALL, 1, 64, 0, 0, false },
	[BUS_CTL_OUT] = { ZMQ_ROUTER, BINDS, -1, NULL, SMALL, SMALL, 1, 100, 0,
	    500, false },
	[BUS_CTL_IN] = { ZMQ_DEALER, CONNECTS, -1, NULL, SMALL, SMALL, 1, 100,
	    0, 0, false },
};

struct bus {
	void *ctx;
	int run_fd; /* of DATA/run, for addresses too long; -1: none */
	char run[PATH_MAX];
	char *endpoint[BUS_PORTS]; /* configured, "" else; owned */
	char *server;              /* public key to connect to; owned */
	char *peers;               /* file with keys to let in; owned */
	bool curve;
	struct zap_keys keys;
	struct zap *zap;
};

struct bus_sock {
	const struct port *port;
	void *zmq;
	zmq_msg_t frame[FRAMES]; /* of the message last received */
	size_t n;                /* how many of them are open */
	uint64_t damaged;
	int64_t subscribers; /* XPUB: topics subscribed to */
};

/* --- one a process --- */

static enum rc
refuse(struct buf *why, const char *what, const char *cause)
{
	buf_clear(why);
	buf_printf(why, "%s: %s", what, cause);
	return RC_IO;
}

/* Make DATA/run, ours alone, and open it. */
static enum rc
open_run(struct bus *b, const struct conf *c, struct buf *why)
{
	char path[PATH_MAX];
	struct stat st;

	if (conf_str(c, CONF_DATA)[0] == '\0')
		return RC_OK;
	if (conf_path(c, "run", path, sizeof path) != RC_OK)
		return refuse(why, conf_str(c, CONF_DATA),
		    "the path is too long: choose another data folder");
	if (mkdir(path, 0700) != 0 && errno != EEXIST)
		return refuse(why, path, strerror(errno));
	if (realpath(path, b->run) == NULL)
		return refuse(why, path, strerror(errno));
	b->run_fd = open(b->run, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (b->run_fd < 0 || fstat(b->run_fd, &st) != 0)
		return refuse(why, path, strerror(errno));
	if ((st.st_mode & 077) != 0 && chmod(b->run, 0700) != 0)
		return refuse(why, path,
		    "others may enter the folder of sockets: chmod 700");
	return RC_OK;
}

static enum rc
load_keys(struct bus *b, const struct conf *c, struct buf *why)
{
	const char *key = conf_str(c, CONF_CURVE_KEY);
	enum rc rc;

	b->server = mem_strdup(conf_str(c, CONF_CURVE_SERVER));
	b->peers = mem_strdup(conf_str(c, CONF_CURVE_PEERS));
	if (key[0] == '\0')
		return RC_OK;
	if (b->server[0] != '\0' && !zap_is_key(b->server))
		return refuse(why, "curve_server", "no key of 40 characters");
	if ((rc = zap_read_keys(key, &b->keys, why)) != RC_OK)
		return rc;
	b->curve = true;
	if (b->peers[0] != '\0')
		return zap_start(b->ctx, b->peers, &b->zap, why);
	return RC_OK;
}

enum rc
bus_new(const struct conf *c, struct bus **bus, struct buf *why)
{
	struct bus *b = mem_zalloc(sizeof *b);
	enum rc rc;

	b->run_fd = -1;
	b->ctx = zmq_ctx_new();
	if (b->ctx == NULL)
		abort();
	for (int i = 0; i < BUS_PORTS; i++)
		b->endpoint[i] = mem_strdup(ports[i].conf < 0
			? ""
			: conf_str(c, (enum conf_id)ports[i].conf));
	if ((rc = open_run(b, c, why)) != RC_OK ||
	    (rc = load_keys(b, c, why)) != RC_OK) {
		bus_free(b);
		return rc;
	}
	*bus = b;
	return RC_OK;
}

void
bus_free(struct bus *bus)
{
	if (bus == NULL)
		return;
	zmq_ctx_shutdown(bus->ctx);
	zap_stop(bus->zap);
	while (zmq_ctx_term(bus->ctx) != 0 && errno == EINTR)
		;
	if (bus->run_fd >= 0)
		close(bus->run_fd);
	for (int i = 0; i < BUS_PORTS; i++)
		free(bus->endpoint[i]);
	free(bus->server);
	free(bus->peers);
	explicit_bzero(&bus->keys, sizeof bus->keys);
	free(bus);
}

/* --- one socket --- */

/* The ipc address of file in DATA/run; by the folder's descriptor when the
 * path is too long for a socket address. */
static void
ipc_address(const struct bus *b, const char *file, char out[ADDRESS_MAX])
{
	const struct sockaddr_un *un = NULL;

	if (strlen(b->run) + 1 + strlen(file) < sizeof un->sun_path)
		snprintf(out, ADDRESS_MAX, "ipc://%s/%s", b->run, file);
	else
		snprintf(out, ADDRESS_MAX, "ipc:///proc/self/fd/%d/%s",
		    b->run_fd, file);
}

static void
address_of(const struct bus *b, enum bus_port port, const char *name,
    char out[ADDRESS_MAX])
{
	const char *configured = b->endpoint[port];
	char file[64];

	if (configured[0] != '\0' || b->run[0] == '\0') {
		snprintf(out, ADDRESS_MAX, "%s", configured);
		return;
	}
	snprintf(file, sizeof file, "%s.ctl", name != NULL ? name : "");
	ipc_address(b, ports[port].file != NULL ? ports[port].file : file, out);
}

/* An option that libzmq cannot refuse: if it does, we are wrong. */
static void
set_int(void *zmq, int option, int value)
{
	if (zmq_setsockopt(zmq, option, &value, sizeof value) != 0)
		abort();
}

static void
set_bytes(void *zmq, int option, const char *s)
{
	if (zmq_setsockopt(zmq, option, s, strlen(s)) != 0)
		abort();
}

static void
set_options(const struct port *p, void *zmq)
{
	int64_t max = (int64_t)p->recv;

	if (zmq_setsockopt(zmq, ZMQ_MAXMSGSIZE, &max, sizeof max) != 0)
		abort();
	set_int(zmq, ZMQ_SNDHWM, p->hwm);
	set_int(zmq, ZMQ_RCVHWM, p->hwm);
	set_int(zmq, ZMQ_LINGER, p->linger);
	/* What is sent before a peer is there is not queued.  A SUB socket of
	 * libzmq 4.3.4 would never send its subscriptions. */
	if (p->type != ZMQ_SUB)
		set_int(zmq, ZMQ_IMMEDIATE, 1);
	set_int(zmq, ZMQ_RECONNECT_IVL, RETRY_MS);
	set_int(zmq, ZMQ_RECONNECT_IVL_MAX, RETRY_MAX);
	if (p->kernel > 0) {
		set_int(zmq, ZMQ_SNDBUF, p->kernel);
		set_int(zmq, ZMQ_RCVBUF, p->kernel);
	}
	if (p->type == ZMQ_ROUTER)
		set_int(zmq, ZMQ_ROUTER_MANDATORY, 1);
}

/* A producer that comes back under its name takes the old connection over. */
static void
set_name(enum bus_port port, void *zmq, const char *name)
{
	if (port == BUS_ACKS_OUT)
		set_int(zmq, ZMQ_ROUTER_HANDOVER, 1);
	if (port == BUS_ACKS_IN && name != NULL && name[0] != '\0')
		set_bytes(zmq, ZMQ_ROUTING_ID, name);
	if (port == BUS_CHANGES_IN)
		set_bytes(zmq, ZMQ_SUBSCRIBE, name != NULL ? name : "");
}

/* Over TCP nobody speaks without keys: what is missing is an error. */
static enum rc
set_curve(const struct bus *b, const struct port *p, void *zmq,
    const char *address, struct buf *why)
{
	if (strncmp(address, "tcp://", 6) != 0)
		return RC_OK;
	if (!b->curve)
		return refuse(why, address, "tcp needs keys: set curve_key");
	if (p->role == BINDS && b->zap == NULL)
		return refuse(why, address, "nobody may come: set curve_peers");
	if (p->role == CONNECTS && b->server[0] == '\0')
		return refuse(why, address, "trusts nobody: set curve_server");
	set_bytes(zmq, ZMQ_CURVE_SECRETKEY, b->keys.secret);
	if (p->role == BINDS) {
		set_int(zmq, ZMQ_CURVE_SERVER, 1);
		set_bytes(zmq, ZMQ_ZAP_DOMAIN, ZAP_DOMAIN);
		return RC_OK;
	}
	set_bytes(zmq, ZMQ_CURVE_PUBLICKEY, b->keys.public);
	set_bytes(zmq, ZMQ_CURVE_SERVERKEY, b->server);
	return RC_OK;
}

static enum rc
attach(const struct port *p, void *zmq, const char *address, struct buf *why)
{
	int rc;

	if (address[0] == '\0')
		return refuse(why, conf_name((enum conf_id)p->conf),
		    "without a data folder this endpoint must be set");
	rc = p->role == BINDS ? zmq_bind(zmq, address)
			      : zmq_connect(zmq, address);
	if (rc == 0)
		return RC_OK;
	if (errno == EADDRINUSE) {
		refuse(why, address,
		    "another process is there: stop it, or set another one");
		return RC_LOCKED;
	}
	return refuse(why, address, zmq_strerror(errno));
}

enum rc
bus_open(struct bus *bus, enum bus_port port, const char *name,
    struct bus_sock **sock, struct buf *why)
{
	const struct port *p = &ports[port];
	char address[ADDRESS_MAX];
	void *zmq = zmq_socket(bus->ctx, p->type);
	enum rc rc;

	address_of(bus, port, name, address);
	if (zmq == NULL)
		return refuse(why, address, zmq_strerror(errno));
	set_options(p, zmq);
	set_name(port, zmq, name);
	if ((rc = set_curve(bus, p, zmq, address, why)) != RC_OK ||
	    (rc = attach(p, zmq, address, why)) != RC_OK) {
		zmq_close(zmq);
		return rc;
	}
	*sock = mem_zalloc(sizeof **sock);
	(*sock)->port = p;
	(*sock)->zmq = zmq;
	return RC_OK;
}

static void
forget(struct bus_sock *s)
{
	while (s->n > 0)
		zmq_msg_close(&s->frame[--s->n]);
}

void
bus_close(struct bus_sock *s)
{
	if (s == NULL)
		return;
	forget(s);
	zmq_close(s->zmq);
	free(s);
}

/* --- sending --- */

/* Send m (always given up) as a frame; more: others follow. */
static enum rc
send_frame(struct bus_sock *s, zmq_msg_t *m, bool more)
{
	int flags = ZMQ_DONTWAIT | (more ? ZMQ_SNDMORE : 0);
	int rc;

	while ((rc = zmq_msg_send(m, s->zmq, flags)) < 0 && errno == EINTR)
		;
	if (rc >= 0)
		return RC_OK;
	rc = errno;
	zmq_msg_close(m);
	if (rc == EAGAIN)
		return RC_BUSY;
	return rc == EHOSTUNREACH ? RC_NOENT : RC_IO;
}

static void
fill(zmq_msg_t *m, struct span body, size_t extra)
{
	if (zmq_msg_init_size(m, body.n + extra) != 0)
		abort();
	if (body.n > 0)
		memcpy(zmq_msg_data(m), body.p, body.n);
}

static enum rc
send_span(struct bus_sock *s, struct span body, bool more)
{
	zmq_msg_t m;

	fill(&m, body, 0);
	return send_frame(s, &m, more);
}

/* The body of a message, sealed where that is due. */
static enum rc
send_body(struct bus_sock *s, struct span msg)
{
	zmq_msg_t m;

	fill(&m, msg, s->port->sealed ? SEAL_LEN : 0);
	if (s->port->sealed)
		seal_trailer(msg, (unsigned char *)zmq_msg_data(&m) + msg.n);
	return send_frame(s, &m, false);
}

static bool
fits(const struct bus_sock *s, struct span msg)
{
	return msg.n <= s->port->send - SEAL_LEN;
}

/* To a peer that is gone: as if it had been lost on the way. */
static enum rc
or_lost(enum rc rc)
{
	return rc == RC_NOENT ? RC_OK : rc;
}

enum rc
bus_send(struct bus_sock *s, struct span msg)
{
	if (!fits(s, msg))
		return RC_TOOBIG;
	return or_lost(send_body(s, msg));
}

enum rc
bus_send_to(struct bus_sock *s, struct span peer, struct span msg)
{
	enum rc rc;

	if (!fits(s, msg))
		return RC_TOOBIG;
	if ((rc = send_span(s, peer, true)) != RC_OK)
		return or_lost(rc);
	return or_lost(send_body(s, msg));
}

enum rc
bus_send_frames(
    struct bus_sock *s, struct span peer, const struct span *frame, size_t n)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; i < n; i++)
		if (!fits(s, frame[i]))
			return RC_TOOBIG;
	if (peer.n > 0)
		rc = send_span(s, peer, true);
	for (size_t i = 0; i < n && rc == RC_OK; i++)
		rc = send_span(s, frame[i], i + 1 < n);
	return or_lost(rc);
}

/* --- receiving --- */

/* The next frame into m, which is open on RC_OK. */
static enum rc
recv_frame(struct bus_sock *s, zmq_msg_t *m)
{
	int rc;

	zmq_msg_init(m);
	while (
	    (rc = zmq_msg_recv(m, s->zmq, ZMQ_DONTWAIT)) < 0 && errno == EINTR)
		;
	if (rc >= 0)
		return RC_OK;
	rc = errno;
	zmq_msg_close(m);
	return rc == EAGAIN ? RC_AGAIN : RC_IO;
}

/* All frames of one message, *count of them; the first FRAMES are kept. */
static enum rc
recv_all(struct bus_sock *s, size_t *count)
{
	bool more = true;
	zmq_msg_t m;
	enum rc rc;

	forget(s);
	for (*count = 0; more; ++*count) {
		if ((rc = recv_frame(s, &m)) != RC_OK)
			return rc;
		more = zmq_msg_more(&m);
		if (s->n == FRAMES)
			zmq_msg_close(&m);
		else
			s->frame[s->n++] = m; /* as zmq_msg_move() would */
	}
	return RC_OK;
}

static struct span
bytes(zmq_msg_t *m)
{
	return (struct span) { zmq_msg_data(m), zmq_msg_size(m) };
}

/* What was received as a message; false when it is none. */
static bool
understand(struct bus_sock *s, size_t count, struct bus_msg *m)
{
	size_t peer = s->port->type == ZMQ_ROUTER ? 1 : 0;

	*m = (struct bus_msg) { .n = count - peer };
	if (count <= peer || m->n > s->port->frames)
		return false;
	if (peer > 0)
		m->peer = bytes(&s->frame[0]);
	for (size_t i = 0; i < m->n; i++)
		m->frame[i] = bytes(&s->frame[peer + i]);
	if (m->peer.n > BUS_PEER_MAX)
		return false;
	return !s->port->sealed ||
	    seal_open(m->frame[0], &m->frame[0]) == RC_OK;
}

enum rc
bus_recv(struct bus_sock *s, struct bus_msg *m)
{
	struct bus_msg t;
	size_t count;
	enum rc rc;

	for (int i = 0; i < DROPS_MAX; i++) {
		if ((rc = recv_all(s, &count)) != RC_OK)
			return rc;
		if (understand(s, count, &t)) {
			*m = t;
			return RC_OK;
		}
		s->damaged++;
	}
	return RC_AGAIN;
}

int
bus_fd(const struct bus_sock *s)
{
	int fd = -1;
	size_t n = sizeof fd;

	if (zmq_getsockopt(s->zmq, ZMQ_FD, &fd, &n) != 0)
		abort();
	return fd;
}

uint64_t
bus_damaged(const struct bus_sock *s)
{
	return s->damaged;
}

/* libzmq tells the first subscription to a topic and the last one's end:
 * a byte 1 or 0, then the topic. */
bool
bus_subscribed(struct bus_sock *s)
{
	size_t count;

	while (recv_all(s, &count) == RC_OK) {
		struct span b = bytes(&s->frame[0]);

		if (b.n > 0 && b.p[0] == 1)
			s->subscribers++;
		else if (b.n > 0 && b.p[0] == 0 && s->subscribers > 0)
			s->subscribers--;
	}
	return s->subscribers > 0;
}

enum rc
bus_wait(struct bus_item *item, size_t n, long timeout_ms)
{
	zmq_pollitem_t poll[BUS_ITEMS_MAX];
	int rc;

	if (n > BUS_ITEMS_MAX)
		return RC_TOOBIG;
	for (size_t i = 0; i < n; i++) {
		short events = item[i].want_out ? ZMQ_POLLOUT : ZMQ_POLLIN;

		item[i].ready = false;
		poll[i] = (zmq_pollitem_t) {
			item[i].sock != NULL ? item[i].sock->zmq : NULL,
			item[i].fd, events, 0
		};
	}
	rc = zmq_poll(poll, (int)n, timeout_ms);
	if (rc < 0)
		return errno == EINTR ? RC_AGAIN : RC_IO;
	for (size_t i = 0; i < n; i++)
		item[i].ready = poll[i].revents != 0;
	return rc > 0 ? RC_OK : RC_AGAIN;
}
