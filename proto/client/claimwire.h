/*
 * claimwire.h -- libclaimwire: a subscriber of the change feed, in C.
 *
 * It joins a running claimwire, replays what was missed and then follows
 * live.  Whatever happens on the way (the pipeline restarts, the reader is
 * slow, messages are lost), changes are handed on in order, each exactly
 * once, and only after they are committed and durable.
 *
 *	struct claimwire_options o = { .size = sizeof o, .data = "claims" };
 *	const struct claimwire_change *change;
 *	struct claimwire *c;
 *	char error[CLAIMWIRE_ERROR_SIZE];
 *
 *	if (claimwire_open(&o, &c, error, sizeof error) != 0)
 *		errx(1, "%s", error);
 *	while (claimwire_next(c, -1, &change) == CLAIMWIRE_CHANGE)
 *		puts(change->json);
 *	claimwire_close(c);
 *
 * To resume later on, keep change->id after the change was dealt with, and
 * give it as `since` the next time.
 *
 * Threads: a handle belongs to one thread at a time; different handles may be
 * used by different threads at once.  A handle does not survive fork(): open
 * one in the child.  Each handle has a thread of ZeroMQ's behind it, which
 * blocks all signals.
 *
 * The host program: nothing is printed or logged, no signal handler is set,
 * no file or environment variable is read beside those named below.  When
 * memory is out, abort() is called.
 *
 * What a change is, and what its JSON holds: claimwire-protocol(7).
 */
#ifndef CLAIMWIRE_H
#define CLAIMWIRE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define CLAIMWIRE_API __attribute__((visibility("default")))
#else
#define CLAIMWIRE_API
#endif

/* The version of this header.  claimwire_version() tells the library's. */
#define CLAIMWIRE_VERSION "0.1.0"

/* Room for every text that claimwire_open() may write, its end included. */
#define CLAIMWIRE_ERROR_SIZE 1024

/* A subscription; its parts are the library's own. */
struct claimwire;

/*
 * Where the feed is and where to begin.  Set size to sizeof(struct
 * claimwire_options) and all that you do not use to NULL: later versions may
 * add members at the end.  Everything is copied.
 */
struct claimwire_options {
	size_t size;

	/*
	 * The data folder of a claimwire on this machine; its sockets are in
	 * DATA/run, which only its owner may enter.  NULL: where the command
	 * looks too, $XDG_DATA_HOME/claimwire or ~/.local/share/claimwire.
	 * Not looked at when both endpoints are given.
	 */
	const char *data;

	/*
	 * Endpoints of the live feed and of replays, "tcp://HOST:PORT" or
	 * "ipc://PATH", as `claimwire conf` shows them under these names.
	 * NULL: in the data folder.
	 */
	const char *changes, *replay;

	/*
	 * For tcp: a file with this program's CURVE key pair, as czmq and
	 * pyzmq write it, with mode 0600 (its public key must be listed in the
	 * other side's curve_peers), and the other side's public key, 40
	 * characters.
	 */
	const char *curve_key, *curve_server;

	/*
	 * Changes after this one: an id ("GENERATION-SEQ", what a change has
	 * as its id), a number, "now", or "0" for all that there are.  NULL or
	 * "": as "0".  Prefer ids: a number cannot tell that the store has
	 * been replaced.
	 */
	const char *since;
};

/* One change.  The texts are good until the next call with the handle. */
struct claimwire_change {
	uint64_t seq;        /* its number; the next change's is one higher */
	const char *id;      /* "GENERATION-SEQ", to resume from */
	const char *type;    /* "claim.new", "article.revised", ... */
	const char *at;      /* when it was committed, RFC 3339 */
	const char *json;    /* the whole CHANGE, an object in UTF-8 */
	size_t json_size;    /* its bytes, without the NUL at its end */
	const void *msgpack; /* the same as a MessagePack map, as it came */
	size_t msgpack_size;
};

/* What claimwire_next() answers. */
enum claimwire_event {
	/*
	 * Waiting failed for good, as claimwire_error() tells: close the
	 * handle.  A feed that goes away is no failure: it is waited for.
	 */
	CLAIMWIRE_FAILED = -1,

	/* Nothing within the time given, or a signal came. */
	CLAIMWIRE_NOTHING = 0,

	/* *change is the next change. */
	CLAIMWIRE_CHANGE = 1,

	/*
	 * The feed does not know the place where you are: the store was
	 * restored from a copy, or is another one.  Forget what you have:
	 * after this, all changes come again from the first one on.
	 */
	CLAIMWIRE_RESET = 2,

	/*
	 * A change came that this library cannot read, since a newer claimwire
	 * made it; claimwire_error() tells its number.  It is passed over: the
	 * next call goes on after it.
	 */
	CLAIMWIRE_UNREADABLE = 3
};

/*
 * Subscribe.  0, with the subscription in *c, to be ended by
 * claimwire_close(); or -1, with a sentence in error (cut at error_size)
 * that says what is wrong, where, and what to do: no such data folder, a since
 * that is none, keys that cannot be read.  The feed need not answer yet: its
 * data folder must be there, its processes may come later.
 */
CLAIMWIRE_API int claimwire_open(const struct claimwire_options *options,
    struct claimwire **c, char *error, size_t error_size);

/* End it.  NULL is harmless. */
CLAIMWIRE_API void claimwire_close(struct claimwire *c);

/*
 * Wait for the next change, timeout_ms at most (0: not at all; -1: as long as
 * it takes).  *change is set on CLAIMWIRE_CHANGE only.
 */
CLAIMWIRE_API enum claimwire_event claimwire_next(struct claimwire *c,
    int timeout_ms, const struct claimwire_change **change);

/*
 * A descriptor for poll(), epoll or a loop of another library: readable when
 * claimwire_next(c, 0, ...) should be called, and until that has answered
 * CLAIMWIRE_NOTHING.  It belongs to the handle: neither read nor close it.
 * -1 when there is none to be had, as claimwire_error() tells.
 */
CLAIMWIRE_API int claimwire_fd(struct claimwire *c);

/*
 * The id of the last change that was handed on, or where "now" turned out to
 * be; "" when nothing is known yet, or after a reset.  Good until the next
 * call.
 */
CLAIMWIRE_API const char *claimwire_cursor(struct claimwire *c);

/*
 * Milliseconds since the feed was last heard of; -1 when it never was.  A feed
 * that is there speaks every second.
 */
CLAIMWIRE_API int64_t claimwire_silence_ms(const struct claimwire *c);

/* What the last CLAIMWIRE_FAILED, _RESET or _UNREADABLE was about: a sentence,
 * good until the next call; "" when there was none. */
CLAIMWIRE_API const char *claimwire_error(struct claimwire *c);

/* The version of the library, "0.1.0". */
CLAIMWIRE_API const char *claimwire_version(void);

#ifdef __cplusplus
}
#endif

#endif
