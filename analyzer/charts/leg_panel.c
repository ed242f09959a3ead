/* SPDX-License-Identifier: MIT */
#include "charts/leg_panel.h"

#include "result/words.h"

#include <math.h>
#include <stdio.h>

#define DISC_RADIUS_MIN_PX 11.0
#define DISC_RADIUS_MAX_PX 24.0
#define DISC_GAP_PX 2.0     /* between two discs */
#define WHISKER_GAP_PX 6.0  /* between a disc and its whisker */
#define ROW_MM 40.0         /* of two rows of discs, from the middle of the leg */
#define BAND_OPACITY 0.45   /* of a spot on the leg */
#define EDGE_PX 4           /* between the leg and the edge of the picture */
#define HALF_WIDTH_MM 112.0 /* of the panel */
#define DRAWN_THIGH_MM 350.0
#define DEFAULT_FRACTION 0.95 /* the knee in the picture if it is unknown where it is */
/* gnuplot ids; badges have lower ids */
#define UPPER_LABEL "9002"
#define KNEE_LABEL "9003"
#define UPPER_LINE "9002"
#define KNEE_LINE "9003"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* The outline of a leg from behind, drawn by eye: mm along it from the fold below the buttock, for a thigh of
 * DRAWN_THIGH_MM, and mm from its middle to the outer and to the inner side. */
static const struct slice {
    double along_mm, outer_mm, inner_mm;
} slices[] = {
    {-95, 104, 94}, {-70, 107, 96}, {-45, 108, 97}, {-20, 107, 97}, {5, 106, 92},  {30, 104, 89},
    {55, 101, 87},  {80, 98, 85},   {105, 95, 82},  {130, 91, 79},  {155, 87, 75}, {180, 83, 72},
    {205, 78, 68},  {230, 73, 65},  {255, 69, 62},  {280, 65, 59},  {305, 61, 58}, {330, 58, 57},
    {355, 56, 57},  {380, 55, 56},  {405, 57, 59},  {430, 60, 63},  {455, 62, 66}, {480, 63, 66},
};

/* A crease is an arc across the leg: mm from its middle to both ends, and mm along the leg from the landmark. */
struct crease {
    double outer_mm, inner_mm, depth_mm;
};
static const struct crease fold = {60, 90, 14}, knee_crease = {48, 50, -8};

struct leg {
    const struct result *result;
    struct chart_canvas canvas; /* up to the edges of the picture */
    struct chart_panel panel;
    struct words_landmarks landmarks;
    double upper_mm, scale; /* position of the fold, and mm of the axis for each drawn mm */
    double outer_sign;      /* 1: the outer side of this leg is above */
};

static struct leg make_leg(const struct chart_canvas *canvas, const struct result *result, struct chart_panel panel)
{
    struct leg leg = {result, *canvas, panel, words_landmarks(result), 0, 1, 1};
    double mm_per_px = (panel.x_right - panel.x_left) / (canvas->right_px - canvas->left_px);
    double upper_mm = leg.landmarks.upper_mm, knee_mm = leg.landmarks.knee_mm;
    leg.canvas.left_px = EDGE_PX;
    leg.canvas.right_px = canvas->width_px - EDGE_PX;
    leg.panel.x_left -= (canvas->left_px - leg.canvas.left_px) * mm_per_px;
    leg.panel.x_right += (leg.canvas.right_px - canvas->right_px) * mm_per_px;
    leg.panel.y_bottom = -HALF_WIDTH_MM;
    leg.panel.y_top = HALF_WIDTH_MM;
    if (isnan(upper_mm))
        upper_mm = knee_mm - DEFAULT_FRACTION * (knee_mm - panel.x_left);
    if (isnan(knee_mm))
        knee_mm = upper_mm + DEFAULT_FRACTION * (panel.x_right - upper_mm);
    leg.upper_mm = upper_mm;
    leg.scale = fmax(knee_mm - upper_mm, 1) / DRAWN_THIGH_MM;
    leg.outer_sign = result->header.leg == SESSION_LEG_LEFT ? -1 : 1;
    return leg;
}

/* Return the outline at a position; beyond the drawn part of the leg, that of its end. */
static struct slice slice_at(const struct leg *leg, double position_mm)
{
    double along_mm = (position_mm - leg->upper_mm) / leg->scale;
    size_t i = 1;
    while (i + 1 < COUNT(slices) && slices[i].along_mm < along_mm)
        i++;
    const struct slice *a = &slices[i - 1], *b = &slices[i];
    double t = fmin(fmax((along_mm - a->along_mm) / (b->along_mm - a->along_mm), 0), 1);
    return (struct slice){along_mm, a->outer_mm + t * (b->outer_mm - a->outer_mm),
                          a->inner_mm + t * (b->inner_mm - a->inner_mm)};
}

static void add_outline(struct text_buffer *script, const struct leg *leg, const char *name, double from_mm,
                        double to_mm)
{
    enum { STEPS = 60 };
    chart_begin_datablock(script, name, 3);
    for (int i = 0; i <= STEPS; i++) {
        double position_mm = from_mm + i * (to_mm - from_mm) / STEPS;
        struct slice slice = slice_at(leg, position_mm);
        CHART_ADD_ROW(script, position_mm, -leg->outer_sign * slice.inner_mm, leg->outer_sign * slice.outer_mm);
    }
    chart_end_datablock(script);
}

static void add_crease(struct text_buffer *script, const struct leg *leg, double position_mm,
                       const struct crease *crease)
{
    enum { STEPS = 16 };
    for (int i = 0; i <= STEPS; i++) {
        double side = 2.0 * i / STEPS - 1; /* -1 to 1: from the inner to the outer end */
        double across_mm = (crease->outer_mm + crease->inner_mm) / 2 * side + (crease->outer_mm - crease->inner_mm) / 2;
        CHART_ADD_ROW(script, position_mm + leg->scale * crease->depth_mm * (1 - side * side),
                      leg->outer_sign * across_mm);
    }
    text_add(script, "\n");
}

static void add_creases(struct text_buffer *script, const struct leg *leg)
{
    chart_begin_datablock(script, "creases", 2);
    add_crease(script, leg, leg->upper_mm, &fold);
    add_crease(script, leg, leg->upper_mm + leg->scale * DRAWN_THIGH_MM, &knee_crease);
    chart_end_datablock(script);
}

/* Add a line across the leg at a landmark. */
static void add_line(struct text_buffer *script, const char *id, double position_mm)
{
    if (isfinite(position_mm))
        text_addf(script,
                  "set arrow %s from first %.6f,graph 0 to first %.6f,graph 1 nohead front lt 1 lw 1 dt (4,3) lc "
                  "rgb '" CHART_MUTED "'\n",
                  id, position_mm, position_mm);
}

/* The labels are above the leg: side by side where there is room, else one above the other. */
static void add_landmarks(struct text_buffer *script, const struct leg *leg)
{
    const struct words_landmarks *landmarks = &leg->landmarks;
    double knee_label_mm = isnan(landmarks->knee_mm) ? leg->panel.x_right : landmarks->knee_mm;
    double upper_label_mm = isnan(landmarks->upper_mm) ? leg->panel.x_left : landmarks->upper_mm;
    add_line(script, UPPER_LINE, landmarks->upper_mm);
    add_line(script, KNEE_LINE, landmarks->knee_mm);
    text_addf(script,
              "set label " UPPER_LABEL
              " '%s' at first %.6f,graph 1 left offset character 0,%.1f textcolor rgb '" CHART_INK "'\n",
              landmarks->upper, upper_label_mm, leg->canvas.layout == LAYOUT_NARROW ? 1.8 : 0.7);
    text_addf(script,
              "set label " KNEE_LABEL
              " '%s' at first %.6f,graph 1 right offset character 0,0.7 textcolor rgb '" CHART_INK "'\n",
              landmarks->knee, knee_label_mm);
}

/* Return the radius of a spot's disc if no other disc is near: its area grows with the dwell. */
static double wanted_radius_px(const struct result *result, const struct result_spot *spot)
{
    double longest_s = 0;
    for (size_t i = 0; i < result->spot_count; i++)
        longest_s = fmax(longest_s, result->spot[i].dwell_s);
    double dwell_fraction = longest_s > 0 ? spot->dwell_s / longest_s : 0;
    return fmax(DISC_RADIUS_MIN_PX, DISC_RADIUS_MAX_PX * sqrt(dwell_fraction));
}

static double px_per_mm_along(const struct leg *leg)
{
    return (leg->canvas.right_px - leg->canvas.left_px) / (leg->panel.x_right - leg->panel.x_left);
}

static double px_per_mm_across(const struct leg *leg)
{
    return (leg->panel.bottom_px - leg->panel.top_px) / (leg->panel.y_top - leg->panel.y_bottom);
}

/* Whether two discs would touch in one row. */
static bool is_crowded(const struct leg *leg)
{
    const struct result *result = leg->result;
    for (size_t i = 0; i < result->spot_count; i++)
        for (size_t k = 0; k < i; k++) {
            double distance_px = fabs(result->spot[i].center_mm - result->spot[k].center_mm) * px_per_mm_along(leg);
            if (distance_px <
                wanted_radius_px(result, &result->spot[i]) + wanted_radius_px(result, &result->spot[k]) + DISC_GAP_PX)
                return true;
        }
    return false;
}

/* Return how far from the middle of the leg the disc of a spot lies: neighbours are in different rows. */
static double row_mm(const struct leg *leg, const struct result_spot *spot, bool crowded)
{
    size_t above_count = 0;
    for (size_t i = 0; i < leg->result->spot_count; i++)
        above_count += leg->result->spot[i].center_mm < spot->center_mm;
    return !crowded ? 0 : above_count % 2 == 0 ? ROW_MM : -ROW_MM;
}

/* Return the radius of a spot's disc, so small that it touches no other. */
static double radius_px(const struct leg *leg, const struct result_spot *spot, bool crowded)
{
    double radius_px = wanted_radius_px(leg->result, spot);
    for (size_t i = 0; i < leg->result->spot_count; i++) {
        const struct result_spot *other = &leg->result->spot[i];
        double along_px = (other->center_mm - spot->center_mm) * px_per_mm_along(leg);
        double across_px = (row_mm(leg, other, crowded) - row_mm(leg, spot, crowded)) * px_per_mm_across(leg);
        if (other != spot && crowded)
            radius_px = fmin(radius_px, (hypot(along_px, across_px) - DISC_GAP_PX) / 2);
    }
    return fmax(radius_px, 1);
}

static void add_spots(struct text_buffer *script, const struct leg *leg)
{
    const struct result *result = leg->result;
    bool crowded = is_crowded(leg);
    chart_begin_datablock(script, "centers", 3);
    for (size_t i = 0; i < result->spot_count; i++) {
        const struct result_spot *spot = &result->spot[i];
        double y_mm = row_mm(leg, spot, crowded);
        double below_mm = (radius_px(leg, spot, crowded) + WHISKER_GAP_PX) / px_per_mm_across(leg);
        CHART_ADD_ROW(script, spot->center_mm, y_mm > 0 ? y_mm + below_mm : y_mm - below_mm,
                      spot->center_uncertainty_mm);
    }
    chart_end_datablock(script);
    for (size_t i = 0; i < result->spot_count; i++) {
        const struct result_spot *spot = &result->spot[i];
        chart_add_badge(script, &leg->canvas, &leg->panel,
                        &(struct chart_badge){(int)i + 1, spot->center_mm, row_mm(leg, spot, crowded),
                                              radius_px(leg, spot, crowded), spot->rank});
    }
}

/* Add the part of the leg that each spot covers, as datablocks $band1, $band2, ... */
static void add_bands(struct text_buffer *script, const struct leg *leg)
{
    char name[32];
    for (size_t i = 0; i < leg->result->spot_count; i++) {
        snprintf(name, sizeof name, "band%zu", i + 1);
        add_outline(script, leg, name, leg->result->spot[i].start_mm, leg->result->spot[i].end_mm);
    }
}

void leg_panel_add(struct text_buffer *script, const struct chart_canvas *canvas, const struct result *result,
                   struct chart_panel panel)
{
    const struct leg leg = make_leg(canvas, result, panel);
    chart_panel_begin(script, &leg.canvas, &leg.panel);
    add_outline(script, &leg, "leg", leg.panel.x_left, leg.panel.x_right);
    add_creases(script, &leg);
    add_bands(script, &leg);
    add_landmarks(script, &leg);
    add_spots(script, &leg);
    text_add(script, "plot $leg using 1:2:3 with filledcurves fillstyle solid 1 noborder lc rgb '" CHART_SKIN "', ");
    for (size_t i = 0; i < result->spot_count; i++)
        text_addf(script,
                  "$band%zu using 1:2:3 with filledcurves fillstyle solid %.2f noborder lc rgb '" CHART_SPOT_SHADE
                  "', ",
                  i + 1, BAND_OPACITY);
    text_add(script, "$leg using 1:2 with lines lt 1 lw 2 lc rgb '" CHART_SKIN_EDGE "', "
                     "$leg using 1:3 with lines lt 1 lw 2 lc rgb '" CHART_SKIN_EDGE "', "
                     "$creases using 1:2 with lines lt 1 lw 2 lc rgb '" CHART_SKIN_EDGE "', "
                     "$centers using 1:2:3 with xerrorbars pt 0 lt 1 lw 1.5 lc rgb '" CHART_UNCERTAINTY "'\n");
}
