/*
 * matter.h -- what a mention is about, apart from what it says of it: the
 * hash by which the sink finds claims that may contradict each other, or of
 * which a later one may take the place of an earlier (found.h tells how its
 * lowest bits are used).  Whether they do, the sink judges.
 *
 * A figure is about its subject's words, its unit, what is counted and
 * whether it is a change.  Words are about themselves without their negation:
 * "the gates had not been opened" and "the gates were opened" are of one
 * matter, of which the former denies what the latter says.  Not looked at are
 * case, punctuation, articles, and the forms of "be", "have" and "do"; other
 * words are taken as they stand.
 */
#ifndef WORKERS_MATTER_H
#define WORKERS_MATTER_H

#include "proto/found.h"

/*
 * 0 when there is no subject, or one that does not say what is measured: "it",
 * "the number"; a name alone (named) unless the unit says it, as metres do;
 * of a percentage what it is a part of (base): "52 percent of voters".
 */
uint64_t matter_of_figure(const struct found_figure *g, bool named, bool base);

/*
 * Append what a subject measures: its words in order of the alphabet, each
 * after a space, without plurals, articles and what is the desk's choice, so
 * that "tariffs on all steel and tin imports" are "its tariffs on imports of
 * tin and steel".  False: they say nothing by themselves.
 */
bool matter_subject(struct span subject, struct buf *out);

/* Does a word say nothing of what is measured by itself: "number", "margin",
 * "voters"?  In lower case. */
bool matter_is_hollow(struct span word);

/*
 * Of n pieces of content, said or (denied) denied by who is quoted.  0 when
 * there are fewer than two words of content.
 */
uint64_t matter_of_words(const struct span *piece, size_t n, bool denied);

#endif
