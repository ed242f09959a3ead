/* SPDX-License-Identifier: MIT */
/* What --help prints, of the program and of each command. */
#ifndef OPTIONS_HELP_H
#define OPTIONS_HELP_H

extern const char HELP_GENERAL[], HELP_REPORT[], HELP_EXPORT[], HELP_COMPARE[], HELP_TREND[];

#endif
