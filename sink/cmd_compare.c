/* cmd_compare.c -- claimwire compare: the sink's judgement of two sentences. */
#include "cmd.h"

const struct cmd cmd_compare_face = {
	.name = "compare",
	.usage = "[FILE]",
	.about = "pairs of sentences in, whether they say the same out",
	.program = "claimwire-worker",
};
