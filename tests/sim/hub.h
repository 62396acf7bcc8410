/*
 * hub.h -- the sink: the real ledger, intake and store; and the feed's
 * server, which reads the table `changes` on a connection of its own.
 */
#ifndef SIM_HUB_H
#define SIM_HUB_H

#include "world.h"

extern const struct node_face hub_face;

/* Make an empty store on the disk attached as node. */
void hub_image(unsigned node);

#define HUB_FILE "claims.db"
/* The store's path, as SQLite and query.h know it. */
const char *hub_path(char path[32], unsigned node);

/* The store and a reader's connection to it; NULL while it is down. */
struct store *hub_store(const struct node *n);
struct query *hub_query(const struct node *n);

/* The number of the last change; 0 while it is down. */
uint64_t hub_head(const struct node *n);

#endif
