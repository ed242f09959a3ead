/* SPDX-License-Identifier: MIT */
#include "options.h"

/* clang-format off */
#define ANALYSIS_HELP \
    "Options of the analysis:\n" \
    "  --spot-width MM       a visit stays within this width (default 50)\n" \
    "  --spot-dwell S        for at least this long (default 5)\n" \
    "  --spot-merge MM       visits with centres within this are one spot (default 30)\n" \
    "  --thigh-length MM     upper thigh to knee crease; overrides the session\n" \
    "  --rolling-radius MM   loaded radius of the roller; overrides the session\n" \
    "  --roll-direction D    1 or -1: the sign of rotation that moves towards the knee\n"

static const char GENERAL_HELP[] =
    "roller-analyzer shows where along the thigh an instrumented foam roller stayed.\n"
    "\n"
    "  roller-analyzer report SESSION...   text report, and a page with charts beside the session\n"
    "  roller-analyzer compare SESSION...  what has changed, or left against right; and a page\n"
    "  roller-analyzer trend FOLDER        each spot over weeks; and a page\n"
    "  roller-analyzer export SESSION      position, speed, force, stroke and spot over time as CSV\n"
    "  roller-analyzer COMMAND --help      the options of a command\n"
    "  roller-analyzer --version\n"
    "\n"
    "SESSION is a file from roller-logger (.csv, or .csv.part of an interrupted recording), or - for standard input.\n"
    "Exit status: 0 done, 2 wrong usage, 3 not a session, 5 output not written whole, 6 report without charts.\n";

static const char REPORT_HELP[] =
    "usage: roller-analyzer report [OPTIONS] SESSION...\n"
    "\n"
    "Prints a report and writes a page with charts beside each session: a.csv gives a.html.\n"
    "A page only ever replaces an earlier page of this program.\n"
    "\n"
    "  -o, --output FILE     write the page there (one session only)\n"
    "  --open                show the page when it is written\n"
    "  --charts DIR          also write the charts as files: DIR/a-thigh.svg, a-session.svg, a-strokes.svg, a-force.svg\n"
    "  --format FORMAT       format of these files: svg (default), png or pdf\n"
    "  --overwrite           replace existing files of these names in DIR\n"
    "  --json                instead print one JSON object per session, one per line; no page\n"
    "  --jobs N              with --json: N sessions at a time (default 1; 0 = one per processor)\n"
    "  --files-from FILE     also the sessions named in FILE (- = standard input), one a line or NUL-ended\n"
    "  --ascii               print ASCII only (the default where the locale is not UTF-8)\n"
    "  -h, --help            this text\n"
    "\n" ANALYSIS_HELP;

static const char EXPORT_HELP[] =
    "usage: roller-analyzer export [OPTIONS] SESSION\n"
    "\n"
    "Prints CSV: time_s,position_mm,speed_mm_s,force_n,stroke,spot; empty where the roller was unloaded. More columns\n"
    "give the load, the visits, the angles and the force on each strip, so that the analysis can be checked row by row.\n"
    "\n"
    "  -h, --help            this text\n"
    "\n" ANALYSIS_HELP;

/* Options that compare and trend share. */
#define MULTI_SESSION_HELP \
    "  --format FORMAT       format of these files: svg (default), png or pdf\n" \
    "  --overwrite           replace existing files of these names in DIR\n" \
    "  --json                instead print one JSON object on one line; no page\n" \
    "  --jobs N              read N sessions at a time (default 0 = one per processor)\n" \
    "  --files-from FILE     also the sessions named in FILE (- = standard input), one a line or NUL-ended\n" \
    "  --ascii               print ASCII only (the default where the locale is not UTF-8)\n" \
    "  -h, --help            this text\n" \
    "\n" ANALYSIS_HELP

static const char COMPARE_HELP[] =
    "usage: roller-analyzer compare [OPTIONS] SESSION SESSION...\n"
    "\n"
    "Reports which spots took more time or less, are new or gone: on one leg then and now, or on the left leg against\n"
    "the right. Spots within 30 mm (or a tenth of the thigh, where lengths differ) are the same. Writes a page with a\n"
    "chart beside the last session: a.csv gives a-compared.html. A page only ever replaces an earlier page of this\n"
    "program. Sessions that cannot be compared are listed with the reason.\n"
    "\n"
    "  -o, --output FILE     write the page there\n"
    "  --open                show the page when it is written\n"
    "  --charts DIR          also write the charts as files, such as DIR/a-mirror-right.svg\n"
    MULTI_SESSION_HELP;

static const char TREND_HELP[] =
    "usage: roller-analyzer trend [OPTIONS] FOLDER|SESSION...\n"
    "\n"
    "Follows each spot of one person over weeks, by leg: how long and how hard, getting shorter or longer, new or gone.\n"
    "A FOLDER stands for all its *.csv and *.csv.part, without subfolders. Writes a page with charts: trend.html in the\n"
    "folder, or beside the first session. Files that are no session are listed and left out.\n"
    "\n"
    "  --subject NAME        only sessions of this person; needed when there are several (\"\" = those without a name)\n"
    "  -o, --output FILE     write the page there\n"
    "  --open                show the page when it is written\n"
    "  --charts DIR          also write the charts as files, such as DIR/trend-weeks-right.svg\n"
    MULTI_SESSION_HELP;
/* clang-format on */

const char *options_help(enum command topic)
{
    switch (topic) {
    case COMMAND_REPORT:
        return REPORT_HELP;
    case COMMAND_EXPORT:
        return EXPORT_HELP;
    case COMMAND_COMPARE:
        return COMPARE_HELP;
    case COMMAND_TREND:
        return TREND_HELP;
    default:
        return GENERAL_HELP;
    }
}
