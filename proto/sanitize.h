/*
 * sanitize.h -- is this build one for AddressSanitizer or ThreadSanitizer?
 * Their shadow memory needs all of the address space, and AddressSanitizer
 * sees only what malloc() knows of.
 */
#ifndef PROTO_SANITIZE_H
#define PROTO_SANITIZE_H

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifndef SANITIZED
#define SANITIZED 0
#endif

#endif
