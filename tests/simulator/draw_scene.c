/* SPDX-License-Identifier: MIT */
#include "draw_scene.h"

#include "support/cmocka_includes.h"

struct scene scene_draw(uint64_t seed, const char *names, unsigned random_spots)
{
    struct scene scene;
    struct failure failure;
    struct scene_request request = {.seed = seed, .random_spots = random_spots};
    assert_true(*names == '\0' || behaviors_parse(names, &request.behaviors));
    assert_true(scene_make(&request, &scene, &failure));
    return scene;
}
