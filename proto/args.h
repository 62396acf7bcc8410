/* args.h -- what stands on a command line; role_parse() is its face. */
#ifndef PROTO_ARGS_H
#define PROTO_ARGS_H

#include "role.h"

/* As role_parse(). */
int args_parse(
    const struct role_face *face, int argc, char **argv, struct role_args *a);

#endif
