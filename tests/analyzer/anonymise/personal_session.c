/* SPDX-License-Identifier: MIT */
#include "personal_session.h"

#include "support/cmocka_includes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COMMAND_MAX 12

const char PERSONAL_SESSION[] = "# foam-roller-session: 1\n"
                                "# started: 2026-03-01T18:30:00.125+05:45\n"
                                "# subject: Annabell Wonderwoman\n"
                                "# leg: left\n"
                                "# note: hurtnote, from \"Doctorname\"\n"
                                "# thigh_length_mm: 351\n"
                                "# rate_hz: 100.16\n"
                                "# rolling_radius_mm: 71.5\n"
                                "# start: knee\n"
                                "# roll_direction: -1\n"
                                "# strip_angle_deg: 0 90 180 270\n"
                                "# adc_full_scale: 6138\n"
                                "# calibration_k_n: 111 112 113 114\n"
                                "# calibration_p: 1.1 1.2 1.3 1.4\n"
                                "# calibration_source: measured 2026-02-20 byTechnician\n"
                                "# bias_conductance: 0.01\n"
                                "# pain_before: 7\n"
                                "# pain_after: 2.5\n"
                                "# condition: warmcondition\n"
                                "# study_visit: visitthree\n"
                                "# recording_id: recording-secretword\n"
                                "# device: id=DEADBEEF fw=9.8.7 board=strangeboard\n"
                                "# logger: personallogger 7.7\n"
                                "# hospital: Unknownhospital\n"
                                "# just a Freeremark\n"
                                "time_s,host_s,seq,strip0,strip1,strip2,strip3,event,patientcolumn\n"
                                "0.00,0.001,0,100,0,0,100,mark+Eventword,cellword\n"
                                "0.01,0.011,1,101,0,0,101,strip_open=3+zero=Valueword,other\n"
                                "# late: Lateword\n"
                                "0.02,Hostword,2,102,0,0,102,,\n"
                                "damagedrow,with,Damagedword\n"
                                "0.03,0.031,3,Stripword,0,0,103,,\n"
                                "0.04,0.041,4,104,0,0,104,KNEE,\n"
                                "# end: rows=6 lost=1 Endword\n";

struct program_result personal_session_anonymise(const struct program_fixture *fixture, const char *const words[])
{
    const char *argv[COMMAND_MAX] = {PROGRAM_ANALYZER, "anonymise"};
    for (size_t i = 0; words[i]; i++)
        argv[i + 2] = words[i];
    char config[300];
    snprintf(config, sizeof config, "XDG_CONFIG_HOME=%s/config", fixture->dir.path);
    const char *const env[] = {config, NULL};
    return program_run(argv, &(struct program_options){.folder = fixture->dir.path, .env = env}, PROGRAM_LIMIT_S);
}

void personal_session_write(const struct program_fixture *fixture, const char *name, const char *text)
{
    char path[512];
    temp_file_write(temp_dir_join(&fixture->dir, name, path, sizeof path), text, strlen(text));
}

char *personal_session_with(const char *old, const char *new)
{
    const char *at = strstr(PERSONAL_SESSION, old);
    assert_non_null(at);
    char *text = malloc(sizeof PERSONAL_SESSION + strlen(new));
    sprintf(text, "%.*s%s%s", (int)(at - PERSONAL_SESSION), PERSONAL_SESSION, new, at + strlen(old));
    return text;
}

void personal_session_assert_anonymises(const struct program_fixture *fixture, const char *const words[])
{
    struct program_result result = personal_session_anonymise(fixture, words);
    program_assert_status(&result, 0);
    program_result_free(&result);
}
