/* SPDX-License-Identifier: MIT */
/* Where the pages of several sessions go when nobody says. */
#ifndef PAGE_PATH_H
#define PAGE_PATH_H

#include <stdbool.h>

/* "a.csv" gives "a-compared.html". The caller frees it; NULL without memory. */
char *page_path_of_comparison(const char *session_path);

/*
 * "trend.html" in the folder, or beside the session; with a `subject` (NULL = not chosen) "trend-NAME.html".
 * In it, ASCII other than letters, digits, blanks and - _ . becomes '-'; a name that was changed so, or cut,
 * is followed by a number made of all of it, for no two people may have one page. The caller frees it; NULL
 * without memory.
 */
char *page_path_of_trend(const char *path, bool is_folder, const char *subject);

#endif
