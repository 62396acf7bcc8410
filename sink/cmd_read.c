/* cmd_read.c -- claimwire read: what the producer would accept. */
#include "cmd.h"

const struct cmd cmd_read_face = {
	.name = "read",
	.usage = "SOURCE...",
	.about = "sources in, article records out; nothing is stored",
	.program = "claimwire-producer",
};
