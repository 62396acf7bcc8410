/*
 * net.h -- what lies between the nodes: bounded queues towards whoever takes
 * work (PUSH), messages to one address that may be lost (ROUTER, PUB); and
 * drops, delays, repeats, damage and partitions on all of them.
 */
#ifndef SIM_NET_H
#define SIM_NET_H

#include "world.h"

enum net_port {
	NET_JOB,    /* PUSH, producer to a worker */
	NET_RESULT, /* PUSH, worker to the sink */
	NET_ACK,    /* sink to a producer: ACK, BEAT */
	NET_HELLO,  /* producer to the sink */
	NET_CHANGE, /* sink to the reader: a change or a heartbeat */
	NET_REPLAY, /* sink to the reader: an answer */
	NET_SINCE,  /* reader to the sink: a question */
	NET_PORTS
};

/* Send sealed; it may arrive. */
void net_send(struct world *w, struct node *from, struct node *to,
    enum net_port port, struct span msg);

/* Give it to one of those who take such messages, in turn; false when every
 * queue is full or nobody is there. */
bool net_push(
    struct world *w, struct node *from, enum net_port port, struct span msg);

/* A message's time has come: is it still to be delivered?  Lets go of its
 * place in the queue if not. */
bool net_arrives(struct world *w, struct event *e);

/* The receiver took it out of its queue: there is room, which wakes the
 * sender. */
void net_taken(struct world *w, const struct event *e);

/* n's connections are gone. */
void net_forget(struct world *w, struct node *n);

/* Messages that wait to be taken, in order of arrival. */
struct net_inbox {
	struct event *e; /* owned, with their bytes */
	size_t first, n, cap;
};
/* Takes over e's bytes. */
void net_inbox_put(struct net_inbox *b, struct event *e);
/* The oldest; its bytes become the caller's. */
bool net_inbox_take(struct net_inbox *b, struct event *e);
void net_inbox_free(struct net_inbox *b);

const char *net_port_text(enum net_port p);

#endif
