/*
 * rc.h -- result codes.  A function that can fail returns one of these and
 * writes its results, through pointers, only on RC_OK.
 *
 * Three classes (proto/STYLE.md, "Errors"): the input is wrong (refuse it,
 * say where, go on); the world is wrong (disk, peer: retry with back-off);
 * we are wrong or out of memory (abort: a crash is a tested path).
 */
#ifndef PROTO_RC_H
#define PROTO_RC_H

#define MUST_USE __attribute__((warn_unused_result))

enum rc {
	RC_OK = 0,
	/* input is wrong */
	RC_BADMSG,  /* malformed message or record */
	RC_VERSION, /* made by a newer version than this program knows */
	RC_TOOBIG,  /* over a documented limit */
	RC_REFUSED, /* well formed, but not acceptable */
	/* the world is wrong */
	RC_IO,     /* read, write or socket failed */
	RC_FULL,   /* no space left, or quota */
	RC_BUSY,   /* locked, or would block: try again */
	RC_LOCKED, /* another process owns the resource */
	RC_NOENT,  /* not there */
	RC_PEER,   /* the other side does not answer */
	/* ends that are no errors */
	RC_END,  /* no more input */
	RC_AGAIN /* nothing now, more later */
};

/* The code in words, for logs and messages; static storage. */
const char *rc_text(enum rc rc);

/*
 * Exit codes of every program (contract, section 1).
 */
enum exit_code {
	EXIT_DONE = 0,
	EXIT_USAGE = 1,
	EXIT_CONF = 2,
	EXIT_OPEN = 3,
	EXIT_PEER = 4,
	EXIT_REFUSED = 5
};

#endif
