/* SPDX-License-Identifier: MIT */
#include "options.h"

/* clang-format off */
#define ANALYSIS_HELP \
    "Analysis options:\n" \
    "  --spot-width MM       largest width of a visit (default 50)\n" \
    "  --spot-dwell S        shortest duration of a visit (default 5)\n" \
    "  --spot-merge MM       largest distance between the centres of visits to one spot (default 30)\n" \
    "  --thigh-length MM     length from the fold below the buttock to the crease of the knee; replaces the session's\n" \
    "  --rolling-radius MM   radius of the loaded roller; replaces that of the session\n" \
    "  --roll-direction D    sign of the rotation towards the knee: 1 or -1\n" \
    "  --start PLACE         where the roller lay at first: upper or knee\n"

#define UNITS_HELP \
    "  --units UNITS         show metric (default: mm and N) or us (inches and pounds) units in text, page and charts;\n" \
    "                        options, --json and --csv are in mm and N always\n"

static const char general_help[] =
    "roller-analyzer shows where along the thigh you stayed while rolling.\n"
    "\n"
    "  roller-analyzer report SESSION...   text report, and an HTML page with charts beside the session\n"
    "  roller-analyzer compare SESSION...  changes over time, or left against right, with an HTML page\n"
    "  roller-analyzer trend FOLDER        each spot over the weeks, with an HTML page\n"
    "  roller-analyzer export SESSION      position, speed, force, stroke and spot over time as CSV\n"
    "  roller-analyzer repeatability FOLDER  how well sessions of the same people agree (ICC, SEM, MDC)\n"
    "  roller-analyzer anonymise SESSION   a copy without name, date, notes and ids, to be passed on\n"
    "  roller-analyzer COMMAND --help      show the options of a command\n"
    "  roller-analyzer --version           show the version\n"
    "\n"
    "SESSION is a file from roller-logger (.csv, or .csv.part of an interrupted recording), or - for standard input.\n"
    "Exit status: 0 done, 2 wrong usage, 3 a session cannot be read, 5 the output is incomplete, 6 a report has no charts.\n";

static const char REPORT_HELP[] =
    "usage: roller-analyzer report [OPTIONS] SESSION...\n"
    "\n"
    "Prints a report and writes an HTML page with charts beside each session: a.html for a.csv.\n"
    "An existing file is replaced only if it is a page of this program. Two sessions one after the other, recorded with\n"
    "--leg both, share the page a_both-legs.html, left beside right.\n"
    "\n"
    "  -o, --output FILE     write the page to FILE (one session, or both legs of a recording)\n"
    "  --open                open the page after it is written\n"
    "  --charts DIR          also write the charts as files: DIR/a-thigh.svg, a-session.svg, a-strokes.svg, a-force.svg\n"
    "  --format FORMAT       format of the charts: svg (default), png or pdf\n"
    "  --overwrite           replace existing charts in DIR\n"
    "  --json                print one line of JSON per session, and write no page\n"
    "  --csv TABLE           print one table of all sessions instead: sessions, spots, visits, strokes or profile\n"
    "  --jobs N              with --json or --csv, analyse N sessions at a time (default 1; 0 = one per processor)\n"
    "  --files-from FILE     also read the sessions named in FILE (- = standard input), one per line or NUL-terminated\n"
    UNITS_HELP
    "  --no-history          do not compare with the person's last session of this leg in the same folder\n"
    "  --ascii               print ASCII only (the default unless the locale is UTF-8)\n"
    "  -h, --help            show this text\n"
    "\n" ANALYSIS_HELP;

static const char EXPORT_HELP[] =
    "usage: roller-analyzer export [OPTIONS] SESSION\n"
    "\n"
    "Prints CSV with the columns time_s,position_mm,speed_mm_s,force_n,stroke,spot; all but the time are empty while the\n"
    "roller is unloaded. More columns show whether the roller is loaded, the visits, the angles and the load on each\n"
    "strip, so that the analysis can be checked row by row.\n"
    "\n"
    "  -h, --help            show this text\n"
    "\n" ANALYSIS_HELP;

/* The options that compare and trend have in common. */
#define MULTI_SESSION_HELP \
    "  --format FORMAT       format of the charts: svg (default), png or pdf\n" \
    "  --overwrite           replace existing charts in DIR\n" \
    "  --json                print one line of JSON, and write no page\n" \
    UNITS_HELP \
    "  --jobs N              read N sessions at a time (default 0 = one per processor)\n" \
    "  --files-from FILE     also read the sessions named in FILE (- = standard input), one per line or NUL-terminated\n" \
    "  --ascii               print ASCII only (the default unless the locale is UTF-8)\n" \
    "  -h, --help            show this text\n" \
    "\n" ANALYSIS_HELP

static const char COMPARE_HELP[] =
    "usage: roller-analyzer compare [OPTIONS] SESSION SESSION...\n"
    "\n"
    "Reports which spots took more or less time, are new or are gone: on one leg over time, or on the right leg compared\n"
    "with the left. Spots within 30 mm (or a tenth of the thigh, if lengths differ) are the same. Writes an HTML page with\n"
    "charts beside the last session: a-compared.html for a.csv. An existing file is replaced only if\n"
    "it is a page of this program. Sessions that cannot be compared are listed with the reason.\n"
    "\n"
    "  -o, --output FILE     write the page to FILE\n"
    "  --open                open the page after it is written\n"
    "  --charts DIR          also write the charts as files, such as DIR/a-mirror-right.svg\n"
    MULTI_SESSION_HELP;

static const char TREND_HELP[] =
    "usage: roller-analyzer trend [OPTIONS] FOLDER|SESSION...\n"
    "\n"
    "Follows each spot of one person over the weeks, on each leg: how long and how hard you stayed there, and whether it is\n"
    "new or gone. A FOLDER stands for all its *.csv and *.csv.part files, without subfolders. Writes an HTML page with\n"
    "charts: trend.html in the folder, or beside the first session. Files that are not sessions are listed and left out.\n"
    "\n"
    "  --subject NAME        use only the sessions of this person; needed if there are several (\"\" = no name)\n"
    "  -o, --output FILE     write the page to FILE\n"
    "  --open                open the page after it is written\n"
    "  --charts DIR          also write the charts as files, such as DIR/trend-weeks-right.svg\n"
    MULTI_SESSION_HELP;

static const char REPEATABILITY_HELP[] =
    "usage: roller-analyzer repeatability [OPTIONS] FOLDER|SESSION...\n"
    "\n"
    "Reports how well sessions of the same people agree: for each leg and condition ICC(2,1) with its 95 % interval, the\n"
    "standard error of measurement (SEM) and the minimal detectable change (MDC95) of spot positions, dwell and forces. People\n"
    "are rows, their sessions in the order of time columns. The table must be complete: sessions that make it uneven are\n"
    "listed and left out. Of one person there are only SEM and MDC95.\n"
    "\n"
    "  --json                print one line of JSON\n"
    "  --jobs N              read N sessions at a time (default 0 = one per processor)\n"
    "  --files-from FILE     also read the sessions named in FILE (- = standard input), one per line or NUL-terminated\n"
    "  -h, --help            show this text\n"
    "\n" ANALYSIS_HELP;

static const char ANONYMISE_HELP[] =
    "usage: roller-analyzer anonymise [OPTIONS] SESSION|FOLDER... -o NEW --subject ID\n"
    "\n"
    "Writes copies of one person's sessions that can be passed on. Kept: leg, condition, study visit, pain, lengths,\n"
    "calibration, readings and events. Replaced: the name by ID, the ids of roller and recording, all dates by others that\n"
    "lie the same number of days apart. Left out: everything else, such as notes, remarks and unknown columns. Check that\n"
    "condition and study visit, which are your words, contain no name.\n"
    "\n"
    "  -o, --output NEW      the new file; for several sessions or a folder the new folder, with files such as\n"
    "                        ID_2024-05-06_183000_left.csv. Nothing is overwritten\n"
    "  --subject ID          the person's new name: letters, digits, -, _ and .\n"
    "  --key FILE            take dates and ids from the secret key in FILE, which is made if it is missing. Sessions that are\n"
    "                        anonymised with one key fit together. Default: ~/.config/foam-roller/anonymise.key\n"
    "  --files-from FILE     also read the sessions named in FILE (- = standard input), one per line or NUL-terminated\n"
    "  -h, --help            show this text\n";
/* clang-format on */

const char *options_help(enum command topic)
{
    switch (topic) {
    case COMMAND_REPORT: return REPORT_HELP;
    case COMMAND_EXPORT: return EXPORT_HELP;
    case COMMAND_COMPARE: return COMPARE_HELP;
    case COMMAND_TREND: return TREND_HELP;
    case COMMAND_REPEATABILITY: return REPEATABILITY_HELP;
    case COMMAND_ANONYMISE: return ANONYMISE_HELP;
    default: return general_help;
    }
}
