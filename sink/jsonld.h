/*
 * jsonld.h -- claims and mentions as JSON-LD 1.1, for interchange: schema.org
 * Claim and Quotation, the place in the text as a Web Annotation
 * TextPositionSelector, terms of our own under "cw:" where those stop.
 *
 * One document: jsonld_begin(), nodes, jsonld_end().  Ids are relative to the
 * document: "#c17", "#m90".
 */
#ifndef SINK_JSONLD_H
#define SINK_JSONLD_H

#include "form.h"
#include "proto/buf.h"

void jsonld_begin(struct buf *out);
void jsonld_claim(struct buf *out, const struct form_claim *c);
void jsonld_mention(struct buf *out, const struct form_mention *m);
void jsonld_end(struct buf *out);

#endif
