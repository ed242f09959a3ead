/* SPDX-License-Identifier: MIT */
/* One stay of the roller at a place, in arrays of rows: the band it keeps to, its rows, its first and last
 * moment, its middle. */
#ifndef VISIT_BOUNDS_H
#define VISIT_BOUNDS_H

#include <stdbool.h>
#include <stddef.h>

#define VISIT_BOUNDS_MARGIN_MM                                                                               \
    3.0 /* a band is this much wider to each side than the positions it was made from */

struct visit_samples {
    const double *position_mm; /* [n] */
    const double *time_s;      /* [n] */
    double *scratch;           /* [n] */
};

/* Rows [first, end). */
struct stay {
    size_t first, end;
};

struct visit_band {
    double middle_mm, half_mm;
    bool oscillating; /* wide enough for a rock, and rolled to and fro; else held, or turned in */
};

/* The band around the middle 80 % of the positions in rows [first, end), wide enough for a rock and some
 * noise. */
struct visit_band visit_bounds_band(const struct visit_samples *rows, size_t first, size_t end);

/* The stay grown outwards within `room` for as long as the roller keeps to the band, briefest excursions
 * passed over. */
struct stay visit_bounds_grow(const struct visit_samples *rows, const struct visit_band *band,
                              struct stay inside, const struct stay *room);

/*
 * Does a stay fall into two at the turning point in row `turn`: did the roller linger, go on to the end of
 * the stroke
 * (`sense` 1 or -1), and come back to linger? So it is when the turn lies farther out than what the roller
 * kept to before and behind it, by 2 mm and a quarter of how far that is from its middle, and when both
 * lingerings last `dwell_s` or longer. How far out a lingering goes is taken to be how far in it goes (its
 * middle less the 3 % quantile), which no way to the end hides. Then `*way` = the rows [first, end) of the
 * way to the end and back.
 */
bool visit_bounds_split(const struct visit_samples *rows, const struct stay *inside, size_t turn,
                        double sense, double dwell_s, struct stay *way);

/*
 * The row where coming ended (step 1, from the stay's first row on) or going began (step -1, from its last
 * row back): where the roller first reached the middle, or came to rest (4 % of the stroke's speed; of a
 * rock, near the middle). A hold that begins or ends with its run has no coming or going. `pace_s_mm` of the
 * stroke; NAN = unknown. The band's middle is the stay's centre.
 */
size_t visit_bounds_settled_row(const struct visit_samples *rows, const struct stay *inside,
                                const struct visit_band *band, int step, const struct stay *run,
                                double pace_s_mm);

/* Where it was: a hold's median position; a rock's mean over whole swings, from one upward crossing to
 * another. */
double visit_bounds_center(const struct visit_samples *rows, const struct stay *inside,
                           const struct visit_band *band);

#endif
