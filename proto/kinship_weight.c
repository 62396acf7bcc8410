/* kinship_weight.c -- made by train_kinship; do not edit. */
#include "kinship.h"

/* clang-format off */
const int kinship_weight[KINSHIP_FEATURES] = {
	244,
	554,
	264,
	3535,
	-617,
	-165,
	-494,
	-1199,
	199,
	-1529,
};
