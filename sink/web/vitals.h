/* vitals.h -- how the pipeline does, as text: a pulse_view for the page and for
 * Prometheus. */
#ifndef SINK_WEB_VITALS_H
#define SINK_WEB_VITALS_H

#include "pulse.h"

/* Append the STATUS of /status (sink/web/DESIGN.md). */
void vitals_json(const struct pulse_view *v, int64_t wall_ms, struct buf *out);

/* Append the text exposition format, version 0.0.4, of Prometheus.  What the
 * producer alone knows is left out while it is away. */
void vitals_metrics(const struct pulse_view *v, struct buf *out);

#endif
