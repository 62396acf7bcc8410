/* cmd_sources.c -- claimwire sources: the addresses that are polled. */
#include "cmd.h"

const struct cmd cmd_sources_face = {
	.name = "sources",
	.usage = "list|add|pause|test|...",
	.about = "feeds at addresses: keep, pause, remove, test them",
	.program = "claimwire-producer",
};
