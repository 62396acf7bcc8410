/* kinship_weight.c -- made by train_kinship; do not edit. */
#include "kinship.h"

/* clang-format off */
const int kinship_weight[KINSHIP_FEATURES] = {
	267,
	568,
	238,
	3455,
	-616,
	-220,
	-421,
	-1194,
	157,
	-1465,
};
