/*
 * keypair.c -- a new CURVE key pair (ZeroMQ RFC 26) on standard output, in the
 * form that curve_key files have.
 */
#include <stdio.h>

#include <zmq.h>

int
main(void)
{
	char public[41], secret[41];

	if (zmq_curve_keypair(public, secret) != 0) {
		perror("zmq_curve_keypair");
		return 1;
	}
	printf("public-key = \"%s\"\nsecret-key = \"%s\"\n", public, secret);
	return 0;
}
