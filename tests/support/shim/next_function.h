/* SPDX-License-Identifier: MIT */
/* For preloaded libraries: the functions that they replace. */
#pragma once

#include <dlfcn.h>
#include <stdlib.h>

/* Return the function that a call would reach without this library, given this library's own. Its name is looked up,
 * because on a 32-bit processor programs with 64-bit file sizes and times call open64, __stat64_time64 and so on. */
static inline void *next_function(void *own)
{
    Dl_info info;
    if (!dladdr(own, &info) || !info.dli_sname)
        abort();
    return dlsym(RTLD_NEXT, info.dli_sname);
}
