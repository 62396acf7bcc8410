/* kinship_weight.c -- made by train_kinship; do not edit. */
#include "kinship.h"

/* clang-format off */
const int kinship_weight[KINSHIP_FEATURES] = {
	220,
	605,
	214,
	3563,
	-619,
	-152,
	-476,
	-1199,
	193,
	-1526,
};
