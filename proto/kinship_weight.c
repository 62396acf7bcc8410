/* kinship_weight.c -- made by train_kinship; do not edit. */
#include "kinship.h"

const int kinship_weight[KINSHIP_FEATURES] = { 0, 0, 782, 0, 2371, 176, 878, 0,
	0, 0, 0, -446, -1200, -217, -21, -1352 };
