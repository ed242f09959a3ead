/* SPDX-License-Identifier: MIT */
#include "options.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#define PORT_MAX 65535

static const char help[] =
    "usage: foam-roller [OPTION...]\n"
    "\n"
    "Opens a page in your browser to roll with the instrumented foam roller: it finds the roller, records by "
    "roller-logger,\n"
    "and shows the reports of roller-analyzer. The same command again opens the page again. Recording continues "
    "without\n"
    "the page; Ctrl-C ends the program, which saves a recording. Only this computer and this user can open the page.\n"
    "\n"
    "  --folder DIR  where the sessions are. Default: FoamRoller in your documents\n"
    "  --port N      port of the page on 127.0.0.1. Default: 0, any free one\n"
    "  --no-open     print the address of the page, but do not open a browser\n"
    "  --help        show this text\n"
    "  --version     show the version\n"
    "\n"
    "Exit status: 0 done, 2 wrong usage, 4 the port or a program cannot be used, 5 a file was not written.\n";

const char *options_help(void)
{
    return help;
}

enum { OPTION_FOLDER = 1, OPTION_PORT, OPTION_NO_OPEN, OPTION_HELP, OPTION_VERSION };

static bool parse_port(const char *text, unsigned *port, struct failure *failure)
{
    size_t digits = strspn(text, "0123456789");
    unsigned long value = digits > 0 && digits < 6 && text[digits] == '\0' ? strtoul(text, NULL, 10) : PORT_MAX + 1ul;
    *port = (unsigned)value;
    return value <= PORT_MAX ||
           failure_set(failure, EXIT_STATUS_USAGE, "--port takes a number from 0 to %d, not \"%s\".", PORT_MAX, text);
}

bool options_parse(int argc, char *const argv[], struct options *options, struct failure *failure)
{
    static const struct option known[] = {
        {"folder", required_argument, NULL, OPTION_FOLDER}, {"port", required_argument, NULL, OPTION_PORT},
        {"no-open", no_argument, NULL, OPTION_NO_OPEN},     {"help", no_argument, NULL, OPTION_HELP},
        {"version", no_argument, NULL, OPTION_VERSION},     {NULL, 0, NULL, 0},
    };
    int option;
    *options = (struct options){0};
    opterr = 0;
    while ((option = getopt_long(argc, argv, ":h", known, NULL)) != -1) {
        const char *given = argv[optind - 1];
        switch (option) {
        case OPTION_FOLDER: options->folder = optarg; break;
        case OPTION_PORT:
            if (!parse_port(optarg, &options->port, failure))
                return false;
            break;
        case OPTION_NO_OPEN: options->no_open = true; break;
        case 'h':
        case OPTION_HELP: options->help = true; break;
        case OPTION_VERSION: options->version = true; break;
        case ':': return failure_set(failure, EXIT_STATUS_USAGE, "%s needs a value. See foam-roller --help.", given);
        default:
            return failure_set(failure, EXIT_STATUS_USAGE, "There is no option %s. See foam-roller --help.", given);
        }
    }
    if (optind < argc)
        return failure_set(failure, EXIT_STATUS_USAGE, "\"%s\" is not an option. See foam-roller --help.",
                           argv[optind]);
    if (options->folder && !*options->folder)
        return failure_set(failure, EXIT_STATUS_USAGE, "--folder needs the name of a folder.");
    return true;
}
