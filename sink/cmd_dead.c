/* cmd_dead.c -- claimwire dead: the dead letters of the producer's spool. */
#include "cmd.h"

const struct cmd cmd_dead_face = {
	.name = "dead",
	.usage = "list|show|retry|drop",
	.about = "dead letters: body, cause, attempts",
	.program = "claimwire-producer",
};
