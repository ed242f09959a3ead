/* SPDX-License-Identifier: MIT */
/* Memory for arrays of one or a few values for each row of a session. The kernel is asked for huge pages:
 * thousands of small ones would take as long as the arithmetic. */
#ifndef ROW_ARRAY_H
#define ROW_ARRAY_H

#include <stddef.h>

#define ROW_ARRAY_HUGE_PAGE ((size_t)2 << 20) /* bytes, on most processors */

/* Like malloc(count * size); NULL when out of memory or too large. Release with free. */
void *row_array(size_t count, size_t size);

#endif
