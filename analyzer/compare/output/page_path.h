/* SPDX-License-Identifier: MIT */
/* Where the pages of compare and trend are written by default. The caller frees the paths; NULL when out of
 * memory. */
#ifndef PAGE_PATH_H
#define PAGE_PATH_H

#include <stdbool.h>

/* "a.csv" gives "a-compared.html". */
char *page_path_of_comparison(const char *session_path);

/*
 * "trend.html" in the folder `path`, or beside the session `path`; with a `subject` (NULL = none)
 * "trend-NAME.html". ASCII characters of the name other than letters, digits, blanks and - _ . become '-'; a
 * name that was changed or cut is followed by a hash of it, so that two people never share a page.
 */
char *page_path_of_trend(const char *path, bool is_folder, const char *subject);

#endif
