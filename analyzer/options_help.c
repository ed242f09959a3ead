/* SPDX-License-Identifier: MIT */
#include "options.h"

#define ANALYSIS_HELP                                                                                        \
    "Options of the analysis:\n"                                                                             \
    "  --spot-width MM       a stay keeps within this stretch (default 50)\n"                                \
    "  --spot-dwell S        for at least this long (default 5)\n"                                           \
    "  --spot-merge MM       stays whose centres lie within this are one spot (default 30)\n"                \
    "  --thigh-length MM     upper thigh to knee crease, instead of what the session says\n"                 \
    "  --rolling-radius MM   loaded radius of the roller, instead of what the session says\n"                \
    "  --roll-direction D    1 or -1: the sign of rotation that moves towards the knee\n"

static const char HELP_GENERAL[] =
    "roller-analyzer finds where along the thigh an instrumented foam roller lingered.\n"
    "\n"
    "  roller-analyzer report SESSION...   text report, and a page with charts beside the session\n"
    "  roller-analyzer compare SESSION...  what grew and what shrank since, or left beside right; and a "
    "page\n"
    "  roller-analyzer trend FOLDER        each spot over weeks; and a page\n"
    "  roller-analyzer export SESSION      position, speed, force, stroke and spot over time as CSV\n"
    "  roller-analyzer COMMAND --help      the options of a command\n"
    "  roller-analyzer --version\n"
    "\n"
    "SESSION is a file from roller-logger (.csv, or .csv.part of a recording that broke off), or - for "
    "standard input.\n"
    "Exit status: 0 done, 2 wrong usage, 3 not a session, 5 output not written whole, 6 report without "
    "charts.\n";

static const char HELP_REPORT[] =
    "usage: roller-analyzer report [OPTIONS] SESSION...\n"
    "\n"
    "Prints a report and writes a page with charts beside each session: a.csv gives a.html.\n"
    "A page is only ever written over an earlier page of this program.\n"
    "\n"
    "  -o, --output FILE     write the page there (one session only)\n"
    "  --open                show the page when it is written\n"
    "  --charts DIR          write the charts as files too: DIR/a-thigh.svg, a-session.svg, a-strokes.svg, "
    "a-force.svg\n"
    "  --format FORMAT       of these files: svg (default), png or pdf\n"
    "  --overwrite           replace files of these names in DIR; without it they are left as they are\n"
    "  --json                print one JSON object on one line for each session instead; no page\n"
    "  --jobs N              with --json: N sessions at a time (default 1; 0 = one for each processor)\n"
    "  --files-from FILE     more sessions, named in FILE (- = standard input), one a line or NUL-ended\n"
    "  --ascii               the text in plain ASCII (the default where the locale is not UTF-8)\n"
    "  -h, --help            this text\n"
    "\n" ANALYSIS_HELP;

static const char HELP_EXPORT[] =
    "usage: roller-analyzer export [OPTIONS] SESSION\n"
    "\n"
    "Prints CSV: time_s,position_mm,speed_mm_s,force_n,stroke,spot; empty where the "
    "roller was unloaded. Behind them\n"
    "the load, the stays, the angles and the force on each strip, so that the "
    "analysis can be checked row by row.\n"
    "\n"
    "  -h, --help            this text\n"
    "\n" ANALYSIS_HELP;

/* What compare and trend have in common. */
#define SEVERAL_HELP                                                                                         \
    "  --format FORMAT       of these files: svg (default), png or pdf\n"                                    \
    "  --overwrite           replace files of these names in DIR; without it they are left as they are\n"    \
    "  --json                print one JSON object on one line instead; no page\n"                           \
    "  --jobs N              read N sessions at a time (default 0 = one for each processor)\n"               \
    "  --files-from FILE     more sessions, named in FILE (- = standard input), one a line or NUL-ended\n"   \
    "  --ascii               the text in plain ASCII (the default where the locale is not UTF-8)\n"          \
    "  -h, --help            this text\n"                                                                    \
    "\n" ANALYSIS_HELP

static const char HELP_COMPARE[] =
    "usage: roller-analyzer compare [OPTIONS] SESSION SESSION...\n"
    "\n"
    "Says what grew, what shrank, what is new and what is gone: of one leg then and "
    "now, or of the left leg beside the\n"
    "right. Spots within 30 mm (or a tenth of the thigh, where lengths differ) are "
    "the same. Writes a page with a chart\n"
    "beside the last session: a.csv gives a-compared.html. A page is only ever "
    "written over an earlier page of this\n"
    "program. Sessions that cannot be compared are named, with the reason.\n"
    "\n"
    "  -o, --output FILE     write the page there\n"
    "  --open                show the page when it is written\n"
    "  --charts DIR          write the charts as files too: DIR/a-mirror-right.svg "
    "and the like\n" SEVERAL_HELP;

static const char HELP_TREND[] =
    "usage: roller-analyzer trend [OPTIONS] FOLDER|SESSION...\n"
    "\n"
    "Follows each spot of one person over weeks, by leg: how long and how hard, getting shorter or longer, "
    "new or gone.\n"
    "Of a FOLDER all *.csv and *.csv.part count, not those of folders in it. Writes a page with charts: "
    "trend.html in\n"
    "the folder, or beside the first session. Files that are no session are named and passed over.\n"
    "\n"
    "  --subject NAME        only sessions of this person; needed when there are several (\"\" = those "
    "without a name)\n"
    "  -o, --output FILE     write the page there\n"
    "  --open                show the page when it is written\n"
    "  --charts DIR          write the charts as files too: DIR/trend-weeks-right.svg and the "
    "like\n" SEVERAL_HELP;

const char *options_help(enum command topic)
{
    switch (topic) {
    case COMMAND_REPORT:
        return HELP_REPORT;
    case COMMAND_EXPORT:
        return HELP_EXPORT;
    case COMMAND_COMPARE:
        return HELP_COMPARE;
    case COMMAND_TREND:
        return HELP_TREND;
    default:
        return HELP_GENERAL;
    }
}
