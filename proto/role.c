/* role.c -- the life of a program: start, stop, lock, control. */
#include "role.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "args.h"
#include "clock.h"
#include "log.h"

/* Set by the signal handler, and the pipe that wakes the loop. */
static volatile sig_atomic_t role_stop;
static int role_pipe[2] = { -1, -1 };

static void
on_stop(int sig)
{
	int saved = errno;
	ssize_t n;

	if (role_stop)
		_exit(128 + sig);
	role_stop = 1;
	n = write(role_pipe[1], "", 1);
	(void)n;
	errno = saved;
}

static bool
catch_signals(void)
{
	struct sigaction stop = { .sa_handler = on_stop };
	struct sigaction ignore = { .sa_handler = SIG_IGN };

	if (role_pipe[0] < 0 && pipe2(role_pipe, O_CLOEXEC | O_NONBLOCK) != 0)
		return false;
	sigemptyset(&stop.sa_mask);
	sigemptyset(&ignore.sa_mask);
	return sigaction(SIGTERM, &stop, NULL) == 0 &&
	    sigaction(SIGINT, &stop, NULL) == 0 &&
	    sigaction(SIGPIPE, &ignore, NULL) == 0;
}

int
role_parse(
    const struct role_face *face, int argc, char **argv, struct role_args *a)
{
	return args_parse(face, argc, argv, a);
}

void
role_args_free(struct role_args *a)
{
	conf_free(a->conf);
	a->conf = NULL;
}

bool
role_stopping(void)
{
	return role_stop != 0;
}

int
role_stop_fd(void)
{
	return role_pipe[0];
}

int
role_make_folders(const char *path)
{
	char part[PATH_MAX];
	size_t n = strlen(path);

	if (n == 0 || n >= sizeof part) {
		errno = ENAMETOOLONG;
		return -1;
	}
	memcpy(part, path, n + 1);
	for (size_t i = 1; i <= n; i++) {
		if (part[i] != '/' && part[i] != '\0')
			continue;
		part[i] = '\0';
		if (mkdir(part, 0700) != 0 && errno != EEXIST)
			return -1;
		part[i] = i < n ? '/' : '\0';
	}
	return 0;
}

/*
 * Whoever starts us may have closed a standard stream.  What is opened next
 * would take its number, and be read or written as if it were that stream.
 */
static bool
fill_streams(void)
{
	int fd;

	do
		fd = open("/dev/null", O_RDWR);
	while (fd >= 0 && fd <= STDERR_FILENO);
	return fd >= 0 && close(fd) == 0;
}

static int
fail(const char *what, const char *cause)
{
	log_err("cannot start", LOG_S("what", what), LOG_S("cause", cause));
	return EXIT_OPEN;
}

static int
fail_folder(const char *path, int error)
{
	log_err("cannot start: name a folder that may be written with --data",
	    LOG_S("what", path), LOG_S("cause", strerror(error)));
	return EXIT_OPEN;
}

int
role_start(const char *role, const struct conf *c)
{
	const char *data = conf_str(c, CONF_DATA);
	char run[PATH_MAX];

	if (!fill_streams())
		return EXIT_OPEN;
	log_init(role, (enum log_level)conf_int(c, CONF_LOG_LEVEL),
	    (enum log_format)conf_int(c, CONF_LOG_FORMAT));
	if (!hash_start())
		return fail(
		    "random numbers", "the system has no source of them");
	if (conf_path(c, "run", run, sizeof run) != RC_OK)
		return fail_folder(data, ENAMETOOLONG);
	if (role_make_folders(data) != 0)
		return fail_folder(data, errno);
	if (mkdir(run, 0700) != 0 && errno != EEXIST)
		return fail_folder(run, errno);
	/* mkdir() does not tell a file of that name from a folder. */
	if (access(run, R_OK | W_OK | X_OK) != 0)
		return fail_folder(run, errno);
	if (!catch_signals())
		return fail("signals", strerror(errno));
	return -1;
}

/* --- lock --- */

static long
read_owner(int fd)
{
	char text[32] = "";

	if (pread(fd, text, sizeof text - 1, 0) <= 0)
		return 0;
	return strtol(text, NULL, 10);
}

enum rc
role_lock(const struct conf *c, const char *name, long *owner)
{
	char path[PATH_MAX], text[32];
	int fd, n;

	if (conf_path(c, name, path, sizeof path) != RC_OK)
		return RC_TOOBIG;
	fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (fd < 0)
		return RC_IO;
	if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
		enum rc rc = errno == EWOULDBLOCK ? RC_LOCKED : RC_IO;

		*owner = read_owner(fd);
		close(fd);
		return rc;
	}
	/* The number is for people; the lock itself is what counts.  fd stays
	 * open, on purpose, until the process ends. */
	n = snprintf(text, sizeof text, "%ld\n", (long)getpid());
	if (ftruncate(fd, 0) != 0 || pwrite(fd, text, (size_t)n, 0) != n)
		log_warn("lock file not written", LOG_S("file", path));
	return RC_OK;
}

/* --- control --- */

/* Wait until sock is ready, or until the deadline (RC_PEER). */
static enum rc
wait_for(struct bus_sock *sock, bool out, int64_t deadline)
{
	struct bus_item item = { .sock = sock, .want_out = out };

	for (;;) {
		int64_t left = deadline - clock_mono_ms();
		enum rc rc;

		if (left <= 0 || role_stop)
			return RC_PEER;
		rc = bus_wait(&item, 1, (long)left);
		if (rc == RC_OK || rc == RC_IO)
			return rc;
	}
}

static enum rc
send_ask(struct bus_sock *sock, const struct ctl_ask *ask, int64_t deadline)
{
	struct buf b = { 0 };
	enum rc rc;

	ctl_encode_ask(ask, &b);
	do {
		rc = wait_for(sock, true, deadline);
		if (rc == RC_OK)
			rc = bus_send(sock, buf_span(&b));
	} while (rc == RC_BUSY);
	buf_free(&b);
	return rc;
}

static enum rc
recv_answer(
    struct bus_sock *sock, int64_t deadline, unsigned *code, struct buf *out)
{
	struct ctl_answer a;
	struct bus_msg m;
	enum rc rc;

	do {
		if ((rc = wait_for(sock, false, deadline)) == RC_OK)
			rc = bus_recv(sock, &m);
	} while (rc == RC_AGAIN);
	if (rc != RC_OK)
		return rc;
	if ((rc = ctl_decode_answer(m.frame[0], &a)) != RC_OK)
		return rc;
	*code = a.code;
	buf_append(out, a.text.p, a.text.n);
	return RC_OK;
}

/* No socket file: nobody to wait for. */
static bool
nobody(const struct conf *c, const char *name)
{
	char file[64], path[PATH_MAX];

	snprintf(file, sizeof file, "run/%s.ctl", name);
	return conf_path(c, file, path, sizeof path) != RC_OK ||
	    access(path, F_OK) != 0;
}

enum rc
role_ask(const struct conf *c, const char *name, const struct ctl_ask *ask,
    int timeout_ms, unsigned *code, struct buf *out)
{
	int64_t deadline = clock_mono_ms() + timeout_ms;
	struct bus *bus = NULL;
	struct bus_sock *sock = NULL;
	struct buf why = { 0 };
	enum rc rc;

	if (nobody(c, name))
		return RC_PEER;
	if ((rc = bus_new(c, &bus, &why)) == RC_OK &&
	    (rc = bus_open(bus, BUS_CTL_IN, name, &sock, &why)) == RC_OK &&
	    (rc = send_ask(sock, ask, deadline)) == RC_OK)
		rc = recv_answer(sock, deadline, code, out);
	if (why.n > 0)
		log_warn("control socket not opened", LOG_S("role", name),
		    LOG_V("cause", buf_span(&why)));
	bus_close(sock);
	bus_free(bus);
	buf_free(&why);
	return rc;
}

static void
answer(struct bus_sock *ctl, struct span peer, unsigned code, struct span text)
{
	const struct ctl_answer a = { code, text };
	struct buf b = { 0 };
	enum rc rc;

	ctl_encode_answer(&a, &b);
	rc = bus_send_to(ctl, peer, buf_span(&b));
	if (rc != RC_OK)
		log_warn("answer not sent", LOG_RC(rc));
	buf_free(&b);
}

#define SERVED_MAX 1000 /* at a time: then the role's work goes on */

static void
serve(struct bus_sock *ctl, const struct bus_msg *m, role_handle_fn *handle,
    void *arg)
{
	struct buf text = { 0 };
	struct ctl_ask ask;
	unsigned code = EXIT_DONE;

	if (ctl_decode_ask(m->frame[0], &ask) == RC_OK) {
		handle(arg, &ask, &code, &text);
	} else {
		code = EXIT_USAGE;
		buf_puts(&text, "this question is not understood");
	}
	if (text.n > CTL_TEXT_MAX) {
		code = EXIT_USAGE;
		buf_clear(&text);
		buf_puts(&text, "the answer is too long to send");
	}
	answer(ctl, m->peer, code, buf_span(&text));
	buf_free(&text);
}

void
role_serve(struct bus_sock *ctl, role_handle_fn *handle, void *arg)
{
	struct bus_msg m;

	for (int i = 0; i < SERVED_MAX && bus_recv(ctl, &m) == RC_OK; i++)
		serve(ctl, &m, handle, arg);
}

/* --- programs and the key --- */

/* The folder of this executable. */
static enum rc
own_folder(char out[PATH_MAX])
{
	ssize_t n = readlink("/proc/self/exe", out, PATH_MAX - 1);
	char *slash;

	if (n <= 0)
		return RC_NOENT;
	out[n] = '\0';
	if ((slash = strrchr(out, '/')) == NULL)
		return RC_NOENT;
	*slash = '\0';
	return RC_OK;
}

enum rc
role_program(const struct conf *c, const char *program, char *out, size_t cap)
{
	char own[PATH_MAX], path[2 * PATH_MAX];
	const char *folder = conf_str(c, CONF_PROGRAMS);
	enum rc rc;

	if (folder[0] == '\0') {
		if ((rc = own_folder(own)) != RC_OK)
			return rc;
		folder = own;
	}
	if ((size_t)snprintf(path, sizeof path, "%s/%s", folder, program) >=
	    (cap < sizeof path ? cap : sizeof path))
		return RC_TOOBIG;
	if (access(path, X_OK) != 0)
		return RC_NOENT;
	strcpy(out, path);
	return RC_OK;
}

static enum rc
read_key(const char *path, struct hash_key *key, struct buf *why)
{
	struct hash_key t;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n;
	char more;

	if (fd < 0) {
		buf_printf(why, "%s: %s", path, strerror(errno));
		return errno == ENOENT ? RC_NOENT : RC_IO;
	}
	n = read(fd, t.b, sizeof t.b);
	if (n != (ssize_t)sizeof t.b || read(fd, &more, 1) != 0) {
		buf_printf(why,
		    "%s: this is no key of %d bytes: remove it while nothing "
		    "runs, and a new one is made",
		    path, HASH_KEY_LEN);
		close(fd);
		return RC_IO;
	}
	close(fd);
	*key = t;
	return RC_OK;
}

/* Put a whole new key at path, unless somebody else was faster. */
static enum rc
make_key(const char *path, struct buf *why)
{
	char temp[PATH_MAX + 8];
	struct hash_key key;
	int fd;
	bool ok;

	snprintf(temp, sizeof temp, "%s.XXXXXX", path);
	if ((fd = mkostemp(temp, O_CLOEXEC)) < 0) {
		buf_printf(why, "%s: %s", temp, strerror(errno));
		return RC_IO;
	}
	hash_random(key.b, sizeof key.b);
	ok = write(fd, key.b, sizeof key.b) == (ssize_t)sizeof key.b &&
	    fsync(fd) == 0 && (link(temp, path) == 0 || errno == EEXIST);
	if (!ok)
		buf_printf(why, "%s: %s", path, strerror(errno));
	close(fd);
	unlink(temp);
	return ok ? RC_OK : RC_IO;
}

enum rc
role_key(const struct conf *c, struct hash_key *key, struct buf *why)
{
	char path[PATH_MAX];
	enum rc rc;

	buf_clear(why);
	if (conf_path(c, "key", path, sizeof path) != RC_OK) {
		buf_puts(why, "the path of the data folder is too long");
		return RC_IO;
	}
	rc = read_key(path, key, why);
	if (rc != RC_NOENT)
		return rc;
	buf_clear(why);
	if ((rc = make_key(path, why)) != RC_OK)
		return rc;
	return read_key(path, key, why);
}
