/* kinship_weight.c -- made by train_kinship; do not edit. */
#include "kinship.h"

const int kinship_weight[KINSHIP_FEATURES] = { 251, 539, 302, 3483, -530, -244,
	-424, -1169, 168, -1525 };
