/*
 * ctl.h -- asking a running role: the ASK message (anyone to a role's control
 * socket) and its answer.
 *
 *   [ "ASK", 1, verb, number ]         verb of CTL_*; number its argument or 0
 *   [ "ANSWER", 1, exit code, text ]   text: JSON for STATUS, else a sentence
 *
 * A repeat is answered again.
 */
#ifndef PROTO_CTL_H
#define PROTO_CTL_H

#include "mp.h"

#define CTL_VERSION  1
#define CTL_TEXT_MAX (1u << 20)

enum ctl_verb {
	CTL_STATUS, /* how are you: every role answers */
	CTL_SCALE,  /* number = local workers: the supervisor */
	CTL_DRAIN,  /* finish what was accepted, accept nothing new, stop */
	CTL_VERBS
};

struct ctl_ask {
	enum ctl_verb verb;
	uint64_t number;
};

struct ctl_answer {
	uint32_t code; /* an exit code, rc.h */
	struct span text;
};

void ctl_encode_ask(const struct ctl_ask *a, struct buf *out);
void ctl_encode_answer(const struct ctl_answer *a, struct buf *out);
MUST_USE enum rc ctl_decode_ask(struct span in, struct ctl_ask *a);
MUST_USE enum rc ctl_decode_answer(struct span in, struct ctl_answer *a);

#endif
