/* SPDX-License-Identifier: MIT */
/* Default paths of the HTML pages of compare and trend. The caller frees the path; NULL when out of memory. */
#pragma once

#include <stdbool.h>

/* Return "a-compared.html" for "a.csv". */
char *page_path_of_comparison(const char *session_path);

/* Return "trend.html" in the folder `path`, or beside the session `path`; "trend-NAME.html" unless `subject` is NULL.
 * ASCII characters of the name other than letters, digits, blanks and - _ . become '-'. A name that was changed or cut
 * is followed by the hash of the original name, so that two people practically never share a page. */
char *page_path_of_trend(const char *path, bool is_folder, const char *subject);
