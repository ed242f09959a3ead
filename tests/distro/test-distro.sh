#!/bin/sh
# SPDX-License-Identifier: MIT
# Run the commands of a newcomer in fresh Debians with nothing but make and git, on a clone of the last commit: root installs the
# packages, an ordinary user does everything else. Prints the summary lines and the exit statuses.
# TARGETS: demo    make deps demo
#          test    make deps test; BREAK_TEST=1 adds an assertion that fails, which the summary and the exit status must show
#          broken  make deps test ONLY=wire with such an assertion, which must fail
#          deb     make deps-dev deps-deb deb, which runs lintian
# usage: test-distro.sh FOLDER RELEASE...      (root; FOLDER keeps logs and downloaded packages)
set -eu
. "$(dirname "$0")/fresh-debian.sh"
isolate "$0" "$@"
source=$(cd "$(dirname "$0")/../.." && pwd)
mkdir -p "$1/packages"
folder=$(cd "$1" && pwd)
shift
test_of_wire=tests/wire/test_crc16.c

# user_makes NAME ARGUMENT...: make as an ordinary user. Prints the summary lines or the faults, and the exit status, which is returned.
user_makes() {
    log=$folder/$release-$1.log result=0
    shift
    say "$release: make $*, as an ordinary user"
    as_user "cd foam-roller && make $*" >"$log" 2>&1 || result=$?
    if [ "$result" -eq 0 ]; then
        grep -E '^[0-9]+ passed, [0-9]+ failed' "$log" || tail -n 8 "$log"
    else
        grep -vE '^(ok|  [A-Z-]+) ' "$log" | tail -n 100
    fi
    echo "$release: make $*: exit status $result"
    return "$result"
}

break_a_test() { sed -i '0,/^    (void)state;/s//&\n    assert_int_equal(0, 1);/' "$debian/home/runner/foam-roller/$test_of_wire"; }

# A failing test must be counted, and must make make fail.
broken_test_is_reported() {
    break_a_test
    if user_makes broken deps test ONLY=wire || ! grep -qE '^[0-9]+ passed, 1 failed' "$log"; then
        echo "$release: the failing test was not reported"
        return 1
    fi
    echo "$release: the failing test was reported, as it should be"
}

test_release() {
    say "$release: a fresh Debian with make and git"
    make_debian "$release" "$folder/packages/$release" make git
    git -c safe.directory='*' clone -q --no-hardlinks "$source" "$debian/home/runner/foam-roller"
    as_root chown -R runner: /home/runner
    say "$release: make deps, as root"
    quietly as_root make -C /home/runner/foam-roller deps
    for target in ${TARGETS:-demo test broken deb}; do
        case $target in
        demo) user_makes demo deps demo || failed=1 ;;
        test)
            [ -z "${BREAK_TEST:-}" ] || break_a_test
            user_makes test deps test || failed=1
            ;;
        broken) broken_test_is_reported || failed=1 ;;
        deb)
            say "$release: make deps-dev deps-deb, as root"
            quietly as_root make -C /home/runner/foam-roller deps-dev deps-deb
            user_makes deb deps-dev deps-deb deb || failed=1
            ;;
        *) echo "test-distro: no such target: $target" >&2; exit 2 ;;
        esac
    done
}

failed=0
for release in "$@"; do
    test_release
done
[ "$failed" -eq 0 ] || echo "test-distro: see above, and the logs in $folder" >&2
exit "$failed"
