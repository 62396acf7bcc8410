/* kinship_weight.c -- made by train_kinship; do not edit. */
#include "kinship.h"

/* clang-format off */
const int kinship_weight[KINSHIP_FEATURES] = {
	244,
	619,
	224,
	3531,
	-630,
	-164,
	-470,
	-1196,
	191,
	-1530,
};
