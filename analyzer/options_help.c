/* SPDX-License-Identifier: MIT */
#include "options.h"

/* clang-format off */
#define ANALYSIS_HELP \
    "Options of the analysis:\n" \
    "  --spot-width MM       a visit stays within this width (default 50)\n" \
    "  --spot-dwell S        a visit lasts at least this long (default 5)\n" \
    "  --spot-merge MM       visits with centres at most this far apart are one spot (default 30)\n" \
    "  --thigh-length MM     upper thigh to knee crease; overrides the session\n" \
    "  --rolling-radius MM   loaded radius of the roller; overrides the session\n" \
    "  --roll-direction D    1 or -1: the sign of rotation that moves towards the knee\n"

static const char GENERAL_HELP[] =
    "roller-analyzer shows where along the thigh an instrumented foam roller stayed.\n"
    "\n"
    "  roller-analyzer report SESSION...   text report, and an HTML page with charts beside the session\n"
    "  roller-analyzer compare SESSION...  changes over time, or left against right; and an HTML page\n"
    "  roller-analyzer trend FOLDER        each spot over the weeks; and an HTML page\n"
    "  roller-analyzer export SESSION      position, speed, force, stroke and spot over time as CSV\n"
    "  roller-analyzer COMMAND --help      the options of a command\n"
    "  roller-analyzer --version\n"
    "\n"
    "SESSION is a file from roller-logger (.csv, or .csv.part of an interrupted recording), or - for standard input.\n"
    "Exit status: 0 done, 2 wrong usage, 3 not a session, 5 output incomplete, 6 report without charts.\n";

static const char REPORT_HELP[] =
    "usage: roller-analyzer report [OPTIONS] SESSION...\n"
    "\n"
    "Prints a report and writes an HTML page with charts beside each session: a.html for a.csv.\n"
    "A page only ever replaces an earlier page of this program.\n"
    "\n"
    "  -o, --output FILE     write the page to FILE (one session only)\n"
    "  --open                show the page when it is written\n"
    "  --charts DIR          also write the charts as files: DIR/a-thigh.svg, a-session.svg, a-strokes.svg, a-force.svg\n"
    "  --format FORMAT       format of these files: svg (default), png or pdf\n"
    "  --overwrite           replace existing files of these names in DIR\n"
    "  --json                instead print one JSON object per session, one per line; no page\n"
    "  --jobs N              with --json: N sessions at a time (default 1; 0 = one per processor)\n"
    "  --files-from FILE     also the sessions named in FILE (- = standard input), one per line or NUL-terminated\n"
    "  --ascii               print ASCII only (the default where the locale is not UTF-8)\n"
    "  -h, --help            this text\n"
    "\n" ANALYSIS_HELP;

static const char EXPORT_HELP[] =
    "usage: roller-analyzer export [OPTIONS] SESSION\n"
    "\n"
    "Prints CSV: time_s,position_mm,speed_mm_s,force_n,stroke,spot; empty while the roller was unloaded. More columns\n"
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
    "  --files-from FILE     also the sessions named in FILE (- = standard input), one per line or NUL-terminated\n" \
    "  --ascii               print ASCII only (the default where the locale is not UTF-8)\n" \
    "  -h, --help            this text\n" \
    "\n" ANALYSIS_HELP

static const char COMPARE_HELP[] =
    "usage: roller-analyzer compare [OPTIONS] SESSION SESSION...\n"
    "\n"
    "Reports which spots took more or less time, are new or gone: on one leg then and now, or on the left leg against\n"
    "the right. Spots within 30 mm (or a tenth of the thigh, if lengths differ) are the same. Writes an HTML page with\n"
    "charts beside the last session: a-compared.html for a.csv. A page only ever replaces an earlier page of this\n"
    "program. Sessions that cannot be compared are listed with the reason.\n"
    "\n"
    "  -o, --output FILE     write the page to FILE\n"
    "  --open                show the page when it is written\n"
    "  --charts DIR          also write the charts as files, such as DIR/a-mirror-right.svg\n"
    MULTI_SESSION_HELP;

static const char TREND_HELP[] =
    "usage: roller-analyzer trend [OPTIONS] FOLDER|SESSION...\n"
    "\n"
    "Follows each spot of one person over the weeks, on each leg: how long and how hard you stayed there, and whether it is\n"
    "new or gone. A FOLDER stands for all its *.csv and *.csv.part files, without subfolders. Writes an HTML page with\n"
    "charts: trend.html in the folder, or beside the first session. Files that are not sessions are listed and left out.\n"
    "\n"
    "  --subject NAME        only sessions of this person; needed if there are several people (\"\" = those without a name)\n"
    "  -o, --output FILE     write the page to FILE\n"
    "  --open                show the page when it is written\n"
    "  --charts DIR          also write the charts as files, such as DIR/trend-weeks-right.svg\n"
    MULTI_SESSION_HELP;
/* clang-format on */

const char *options_help(enum command topic)
{
    switch (topic) {
    case COMMAND_REPORT: return REPORT_HELP;
    case COMMAND_EXPORT: return EXPORT_HELP;
    case COMMAND_COMPARE: return COMPARE_HELP;
    case COMMAND_TREND: return TREND_HELP;
    default: return GENERAL_HELP;
    }
}
