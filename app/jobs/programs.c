/* SPDX-License-Identifier: MIT */
#include "jobs/programs.h"

#include "child/find_program.h"
#include "platform/platform.h"

bool programs_find(struct programs *programs, const char *name, struct children *children, const struct places *places,
                   struct failure *failure)
{
    char self[PATH_MAX];
    *programs = (struct programs){.children = children, .places = places};
    const struct {
        const char *name;
        char *path;
    } wanted[] = {{"roller-logger", programs->logger},
                  {"roller-analyzer", programs->analyzer},
                  {"virtual-roller", programs->virtual_roller}};
    if (!platform_program_path(name, self))
        self[0] = '\0';
    for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++)
        if (!find_program(wanted[i].name, self, wanted[i].path))
            return failure_set(failure, EXIT_STATUS_DEVICE,
                               "%s is missing: it must be in the folder of foam-roller, or in PATH.", wanted[i].name);
    return true;
}
