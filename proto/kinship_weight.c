/* kinship_weight.c -- made by train_kinship; do not edit. */
#include "kinship.h"

const int kinship_weight[KINSHIP_FEATURES] = { 78, 0, 948, 0, 1830, 134, 1110, 0, 67, 0, 0, -392, -1206, -198, 126, -1341 };
