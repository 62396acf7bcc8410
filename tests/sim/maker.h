/* maker.h -- a producer: its source, the real spool and outbox. */
#ifndef SIM_MAKER_H
#define SIM_MAKER_H

#include "world.h"

extern const struct node_face maker_face;

/* Make an empty spool on the disk attached as node. */
void maker_image(unsigned node);

/* Has it accepted all there is, and is all of that done? */
bool maker_finished(const struct world *w, const struct node *n);

/* Somebody sends its oldest dead letter again (`dead retry`). */
void maker_retry(struct world *w, struct node *n);

/* Its spool; NULL while it is down. */
struct spool *maker_spool(const struct node *n);

#endif
