/* SPDX-License-Identifier: MIT */
/* What the page shows of a session. */
#include "session/recorder.h"
#include "shared/sanitized_text.h"

#include <stdio.h>
#include <stdlib.h>

void recorder_set_problem(struct recorder *recorder, const char *code, const char *text)
{
    (void)snprintf(recorder->problem_code, sizeof recorder->problem_code, "%s", code);
    sanitized_text_copy(recorder->problem, sizeof recorder->problem, text);
}

static json_t *describe_pain(const char *pain)
{
    return *pain ? json_real(atof(pain)) : json_null();
}

json_t *recorder_describe(const struct recorder *recorder)
{
    if (recorder->phase.phase == PHASE_READY)
        return json_null();
    return json_pack("{s:s, s:s, s:s, s:o, s:o, s:b, s:b, s:o}", "person_id", recorder->person, "legs", recorder->legs,
                     "leg", recorder->leg, "pain_before", describe_pain(recorder->pain_before), "pain_after",
                     describe_pain(recorder->pain_after), "zero_set", recorder->zero_set, "knee_set",
                     recorder->knee_set, "saved", recorder->saved ? json_incref(recorder->saved) : json_array());
}

json_t *recorder_describe_problem(const struct recorder *recorder)
{
    if (!*recorder->problem)
        return json_null();
    return json_pack("{s:s, s:s}", "code", recorder->problem_code, "text", recorder->problem);
}
